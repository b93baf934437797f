import type { ReportedAccount } from '../../../../schemas/generated/reports/report.types';
import { fragmentOf } from '../filter';
import { severities } from '../items';
import { h, type PageElement } from '../node';
import { accountRow, severityBadge, share } from '../rows';
import { accountTable, tableOf } from '../tables';
import { numberWords, percent } from '../words';
import { rowsOf, section, type FirstRows, type ReportHeader } from './frame';

/** The organization as a tree, with what is covered of each unit, and its accounts. */
export const organizationSection = (header: ReportHeader, accounts: FirstRows<ReportedAccount>): PageElement =>
  section(
    'organization',
    'Organization',
    tableOf(
      {
        id: 'unit',
        caption: 'Coverage by organizational unit, with all that is below it',
        columns: ['Unit', 'Accounts in scope', 'Not observed', 'Covered roles', 'Coverage', 'Findings'],
      },
      header.units.map((unit) => {
        const { path, accounts: count, inScope, notObserved, coverage, findings } = unit;
        const depth = Math.min(6, path.split('/').filter((name) => name !== '').length);
        return h(
          'tr',
          {},
          h(
            'th',
            { scope: 'row', class: `depth-${depth}` },
            h('a', { href: fragmentOf({ unit: path }) }, nameOf(path)),
          ),
          h(
            'td',
            { class: 'number' },
            inScope === count ? numberWords(count) : `${numberWords(inScope)} of ${numberWords(count)}`,
          ),
          h(
            'td',
            { class: 'number' },
            notObserved === 0 ? '' : h('span', { class: 'badge bad' }, numberWords(notObserved)),
          ),
          h('td', { class: 'number' }, share(coverage)),
          h(
            'td',
            {},
            coverage.federated > 0 &&
              h(
                'meter',
                { min: 0, max: coverage.federated, value: coverage.covered, 'aria-label': `coverage of ${path}` },
                percent(coverage),
              ),
          ),
          h(
            'td',
            {},
            severities
              .filter((severity) => findings[severity] > 0)
              .map((severity) => [severityBadge(severity, findings[severity]), ' ']),
          ),
        );
      }),
    ),
    rowsOf(accountTable, {
      first: accounts.first.map((account) => accountRow(account, header)),
      all: accounts.all,
    }),
  );

const nameOf = (path: string): string => (path === '/' ? 'Root' : path.slice(path.lastIndexOf('/') + 1));
