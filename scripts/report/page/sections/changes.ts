import type { ReportChanges, ReportedChangeList } from '../../../../schemas/generated/reports/report.types';
import { fragmentOf } from '../filter';
import { h, type Children, type PageElement } from '../node';
import { severityBadge } from '../rows';
import { counted, momentWords, numberWords } from '../words';
import { section, type ReportHeader } from './frame';

const changeHeadings: Readonly<Record<Exclude<keyof ReportChanges, 'since'>, string>> = {
  findingsNew: 'New findings',
  findingsMended: 'Mended findings',
  findingsAccepted: 'Findings accepted by an exemption',
  rolesAdded: 'Roles that were not there',
  rolesChanged: 'Roles that have changed',
  rolesRemoved: 'Roles that are gone',
  accountsAdded: 'Accounts that were not there',
  accountsGone: 'Accounts that are gone',
  accountsLost: 'Accounts that are no longer observed',
};

/** What has changed since an earlier report; nothing where there was none to compare with. */
export const changesSection = ({ changes }: ReportHeader): PageElement | undefined => {
  if (changes === undefined) return undefined;
  const lists = changeKinds.map((kind) => ({ heading: changeHeadings[kind], list: changes[kind] }));
  const some = lists.filter(({ list }) => list.count > 0);
  return section(
    'changes',
    `Since ${momentWords(changes.since)}`,
    some.length === 0
      ? h('p', {}, 'Nothing has changed.')
      : some.map(({ heading, list }) =>
          h(
            'details',
            { open: list.count <= 20 },
            h('summary', {}, `${heading} (${numberWords(list.count)})`),
            listOf(list),
          ),
        ),
  );
};

const changeKinds = [
  'findingsNew',
  'findingsMended',
  'findingsAccepted',
  'rolesAdded',
  'rolesChanged',
  'rolesRemoved',
  'accountsAdded',
  'accountsGone',
  'accountsLost',
] as const satisfies readonly (keyof ReportChanges)[];

/** So many changes of a kind stand in the page; the JSON has more. */
const mostChanges = 100;

const listOf = ({ count, first }: ReportedChangeList): Children => {
  const shown = first.slice(0, mostChanges);
  return [
    h(
      'ul',
      { class: 'changes' },
      shown.map(({ account, role, what, severity }) =>
        h(
          'li',
          {},
          severity && [severityBadge(severity), ' '],
          h('a', { href: fragmentOf({ text: role === undefined ? account : `${account} ${role}` }) }, role ?? account),
          role === undefined ? ' ' : h('span', { class: 'quiet' }, ` in ${account} `),
          severity === undefined ? what : h('code', {}, what),
        ),
      ),
    ),
    shown.length < count && h('p', { class: 'note' }, `and ${counted(count - shown.length, 'other')}`),
  ];
};
