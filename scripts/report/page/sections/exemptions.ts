import { daysLeft } from '../../../../federation/report';
import { h, type PageElement } from '../node';
import { tableOf } from '../tables';
import { counted, numberWords } from '../words';
import { section, type ReportHeader } from './frame';

/** The exemptions, the first to end first; those that have ended are loud. */
export const exemptionsSection = ({ exemptions, generatedAt }: ReportHeader): PageElement =>
  section(
    'exemptions',
    'Exemptions',
    exemptions.length === 0
      ? h('p', {}, 'There is no exemption.')
      : tableOf(
          {
            id: 'exemption',
            caption: 'Findings that are accepted until a date',
            columns: ['Days left', 'Finding', 'Where', 'Reason', 'Owner', 'Accepts'],
          },
          exemptions.map(({ finding, account, organizationalUnits, role, reason, owner, until, accepts }) => {
            const left = daysLeft(until, new Date(generatedAt));
            const where = [account, organizationalUnits?.join(', '), role === undefined ? undefined : `roles ${role}`];
            return h(
              'tr',
              { class: left < 0 ? 'expired' : undefined },
              h(
                'td',
                {},
                left < 0
                  ? h('span', { class: 'badge critical' }, `expired ${counted(-left, 'day')} ago`)
                  : h('span', { class: left <= 30 ? 'badge medium' : undefined }, counted(left, 'day')),
                h('span', { class: 'note' }, until),
              ),
              h('th', { scope: 'row' }, h('code', {}, finding)),
              h('td', {}, where.filter((each) => each !== undefined).join(' · ') || 'everywhere'),
              h('td', {}, reason),
              h('td', {}, owner),
              h('td', { class: 'number' }, left < 0 ? `${numberWords(accepts)} still there` : numberWords(accepts)),
            );
          }),
        ),
  );
