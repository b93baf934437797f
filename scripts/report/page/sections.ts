import type {
  FederationReport,
  ReportChanges,
  ReportedAccount,
  ReportedChangeList,
} from '../../../schemas/generated/reports/report.types';
import { daysLeft, totalOf } from '../../../federation/report';
import { fragmentOf } from './filter';
import { severities, type FindingItem, type RoleItem } from './items';
import { h, marked, type Children, type PageElement } from './node';
import { accountRow, findingRow, roleRow, rowsWords, severityBadge, share } from './rows';
import { accountTable, findingTable, roleTable, tableOf, type TableFacts } from './tables';
import { counted, momentWords, numberWords, percent } from './words';

type Header = Omit<FederationReport, 'accounts'>;

/** Rows that stand in the page before anybody filters them, and how many there are in all. */
export interface FirstRows<Item> {
  readonly first: readonly Item[];
  readonly all: number;
}

const section = (id: string, heading: string, ...children: readonly Children[]): PageElement =>
  h('section', { id, 'aria-labelledby': `${id}-heading` }, h('h2', { id: `${id}-heading` }, heading), ...children);

/** Whose report it is, of when, and by which policy. */
export const masthead = ({ organization, generatedAt, policyHash, inventory }: Header): PageElement => {
  const { observed } = inventory;
  return h(
    'header',
    {},
    h('h1', {}, 'Federation report'),
    h(
      'dl',
      { class: 'facts' },
      fact('Organization', h('code', {}, organization.id)),
      fact(
        'Observed',
        observed === undefined
          ? 'nothing'
          : observed.first.slice(0, 16) === observed.last.slice(0, 16)
            ? moment(observed.first)
            : [moment(observed.first), ' to ', moment(observed.last)],
      ),
      fact('Policy', h('code', { title: policyHash }, policyHash.slice(0, 12))),
      fact('Made', moment(generatedAt)),
    ),
  );
};

const fact = (term: string, ...description: readonly Children[]): PageElement =>
  h('div', {}, h('dt', {}, term), h('dd', {}, ...description));

const moment = (at: string): PageElement => h('time', { datetime: at }, momentWords(at));

/** The headline numbers. */
export const headline = ({ summary, exemptions, generatedAt }: Header): PageElement => {
  const { coverage, inScope, notObserved, bound, findings, outOfScope } = summary;
  const now = new Date(generatedAt);
  const ended = exemptions.filter(({ until }) => daysLeft(until, now) < 0).length;
  return section(
    'overview',
    'Overview',
    h(
      'dl',
      { class: 'tiles' },
      tile(
        'Coverage',
        coverage.federated === 0 ? '–' : percent(coverage),
        `${numberWords(coverage.covered)} of ${counted(coverage.federated, 'federated role')} in scope admit only whom a binding or a policy names`,
      ),
      tile(
        'Accounts observed',
        numberWords(inScope - notObserved),
        `of ${numberWords(inScope)} in scope `,
        notObserved > 0 && h('span', { class: 'badge bad' }, `${numberWords(notObserved)} not observed`),
      ),
      tile(
        'Bound roles',
        numberWords(bound),
        outOfScope > 0 && `${counted(outOfScope, 'federated role')} in accounts out of scope`,
      ),
      tile(
        'Open findings',
        numberWords(totalOf(findings)),
        severities
          .filter((severity) => findings[severity] > 0)
          .map((severity) => [
            h('a', { href: fragmentOf({ severity }), class: 'plain' }, severityBadge(severity, findings[severity])),
            ' ',
          ]),
      ),
      tile(
        'Exemptions',
        numberWords(exemptions.length),
        summary.exempted > 0 && `accept ${counted(summary.exempted, 'finding')} `,
        ended > 0 && h('span', { class: 'badge critical' }, `${numberWords(ended)} expired`),
      ),
    ),
  );
};

const tile = (term: string, value: string, ...more: readonly Children[]): PageElement =>
  h('div', {}, h('dt', {}, term), h('dd', { class: 'value' }, value), h('dd', { class: 'more' }, ...more));

/** What kinds of findings there are, what they mean and how they are mended; and then each of them. */
export const findingsSection = (
  { descriptions, summary }: Header,
  items: readonly FindingItem[],
  first: number,
): PageElement => {
  const kinds = descriptions
    .map((description) => {
      const open = items.filter(({ finding }) => finding.id === description.id && finding.exemption === undefined);
      return { ...description, open: open.length, severity: open[0]?.finding.severity };
    })
    .filter(({ open }) => open > 0)
    .toSorted(
      (one, other) => severities.indexOf(one.severity ?? 'info') - severities.indexOf(other.severity ?? 'info'),
    );
  return section(
    'findings',
    'Findings',
    kinds.length === 0
      ? h('p', {}, summary.exempted > 0 ? 'All that was found is accepted by exemptions.' : 'Nothing was found.')
      : tableOf(
          {
            id: 'kind',
            caption: 'What was found, and how to mend it',
            columns: ['Severity', 'Finding', 'What it means', 'How to mend it'],
          },
          kinds.map(({ id, severity, open, meaning, remedy }) =>
            h(
              'tr',
              {},
              h('td', {}, severity && severityBadge(severity, open)),
              h('th', { scope: 'row' }, h('a', { href: fragmentOf({ text: id }) }, h('code', { class: 'id' }, id))),
              h('td', {}, marked(meaning)),
              h('td', {}, marked(remedy)),
            ),
          ),
        ),
    items.length > 0 && rowsOf(findingTable, { first: items.slice(0, first).map(findingRow), all: items.length }),
  );
};

/** The organization as a tree, with what is covered of each unit, and its accounts. */
export const organizationSection = (header: Header, accounts: FirstRows<ReportedAccount>): PageElement =>
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

/** The roles, with who may use them. */
export const rolesSection = (header: Header, roles: FirstRows<RoleItem>): PageElement =>
  section(
    'roles',
    'Roles',
    roles.all === 0
      ? h('p', {}, 'No role was observed that somebody may assume with a web identity token.')
      : rowsOf(roleTable, { first: roles.first.map((item) => roleRow(item, header)), all: roles.all }),
  );

/** The exemptions, the first to end first; those that have ended are loud. */
export const exemptionsSection = ({ exemptions, generatedAt }: Header): PageElement =>
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
export const changesSection = ({ changes }: Header): PageElement | undefined => {
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

/** A table whose rows are shown page by page, and what says which of them these are. */
const rowsOf = (table: TableFacts, { first, all }: FirstRows<PageElement>): Children => [
  tableOf(table, first),
  h(
    'div',
    { class: 'pager' },
    h('p', { id: `${table.id}-count` }, rowsWords(first.length, all, table.noun)),
    h('button', { type: 'button', id: `${table.id}-previous`, hidden: true }, `Previous ${table.noun}s`),
    h('button', { type: 'button', id: `${table.id}-next`, hidden: true }, `Next ${table.noun}s`),
  ),
];
