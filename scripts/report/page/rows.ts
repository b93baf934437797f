import type { FederationReport, ReportedAccount } from '../../../schemas/generated/reports/report.types';
import { fragmentOf } from './filter';
import { severities, type FindingItem, type PageSeverity, type RoleItem } from './items';
import { h, marked, type PageElement, type PageNode } from './node';
import { callersOf } from './callers';
import { ageWords, counted, numberWords, percent, scopeWords, stateMoods, stateWords } from './words';

/** What rows need to know of the report that they are of. */
export type RowContext = Pick<FederationReport, 'credentials' | 'generatedAt'>;

/** IAM's quota of audiences in an OIDC provider. */
const audienceQuota = 100;

/** A finding as a row. */
export const findingRow = ({ account, finding }: FindingItem): PageElement => {
  const { id, severity, role, because, owner, policy, exemption } = finding;
  return h(
    'tr',
    {},
    h('td', {}, severityBadge(severity)),
    h('td', {}, h('code', { class: 'id' }, id)),
    h('th', { scope: 'row' }, role ?? account.name, place(account, role !== undefined)),
    h(
      'td',
      {},
      marked(because),
      exemption !== undefined &&
        h('p', { class: 'note' }, `Accepted until ${exemption.until} by ${exemption.owner}: ${exemption.reason}`),
    ),
    h('td', {}, owner ?? '', policy !== undefined && h('span', { class: 'note' }, `policy ${policy}`)),
  );
};

/** A role as a row. */
export const roleRow = (item: RoleItem, { credentials, generatedAt }: RowContext): PageElement => {
  const { account, role, findings } = item;
  const open = findings.filter(({ exemption }) => exemption === undefined);
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      role.path === undefined || role.path === '/' ? '' : h('span', { class: 'path' }, role.path),
      role.name,
      place(account, true),
    ),
    h(
      'td',
      {},
      h('span', { class: `badge ${stateMoods[role.state]}` }, stateWords[role.state]),
      role.policy !== undefined && h('span', { class: 'note' }, role.policy),
      role.owner !== undefined && h('span', { class: 'note' }, role.owner),
    ),
    h('td', {}, callersOf(item, credentials)),
    h(
      'td',
      {},
      role.createdAt === undefined ? 'not read' : ['made ', ago(role.createdAt, generatedAt)],
      role.boundAt !== undefined && h('span', { class: 'note' }, 'bound ', ago(role.boundAt, generatedAt)),
    ),
    h('td', {}, role.lastUsedAt === undefined ? 'never' : ago(role.lastUsedAt, generatedAt)),
    h('td', { class: 'number' }, severityCounts(open.map(({ severity }) => severity))),
  );
};

/** An account as a row. */
export const accountRow = (account: ReportedAccount, { generatedAt }: RowContext): PageElement => {
  const { id, name, organizationalUnit, scope, observedAt, coverage, providers, findings } = account;
  const open = findings.filter(({ exemption }) => exemption === undefined);
  const isMissing = observedAt === undefined;
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: fragmentOf({ text: id }) }, name), h('span', { class: 'note' }, id)),
    h('td', {}, organizationalUnit),
    h(
      'td',
      {},
      scope === 'inside' ? '' : [h('span', { class: 'badge calm' }, scopeWords[scope]), ' '],
      isMissing
        ? h('span', { class: `badge ${scope === 'inside' ? 'bad' : 'calm'}` }, 'not observed')
        : ago(observedAt, generatedAt),
    ),
    h('td', { class: 'number' }, isMissing ? '' : share(coverage)),
    h(
      'td',
      {},
      providers.map(({ issuer, identityProvider, audiences }) =>
        h(
          'p',
          { class: 'line' },
          audiences !== undefined && [
            h(
              'span',
              { class: audiences >= audienceQuota * 0.9 ? 'full' : undefined },
              `${audiences} of ${audienceQuota}`,
            ),
            ' ',
          ],
          identityProvider ?? h('code', {}, issuer),
        ),
      ),
    ),
    h('td', { class: 'number' }, isMissing ? '' : severityCounts(open.map(({ severity }) => severity))),
  );
};

/** A severity, told by its word and not by its colour alone. */
export const severityBadge = (severity: PageSeverity, count?: number): PageElement =>
  h('span', { class: `badge ${severity}` }, count === undefined ? severity : `${numberWords(count)} ${severity}`);

/** How many of all roles are covered: `5 of 6`, and the share. */
export const share = (coverage: ReportedAccount['coverage']): readonly PageNode[] =>
  coverage.federated === 0
    ? [h('span', { class: 'quiet' }, 'none')]
    : [
        `${numberWords(coverage.covered)} of ${numberWords(coverage.federated)}`,
        h('span', { class: 'note' }, percent(coverage)),
      ];

const severityCounts = (found: readonly PageSeverity[]): readonly PageNode[] =>
  found.length === 0
    ? [h('span', { class: 'quiet' }, 'none')]
    : severities.flatMap((severity) => {
        const count = found.filter((each) => each === severity).length;
        return count === 0 ? [] : [severityBadge(severity, count), ' '];
      });

const place = ({ id, name, organizationalUnit }: ReportedAccount, named: boolean): PageElement =>
  h('span', { class: 'note' }, named ? `${name} · ` : '', `${id} · ${organizationalUnit}`);

const ago = (day: string, now: string): PageElement => {
  const age = ageWords(day, now);
  return h('time', { datetime: day.slice(0, 10) }, age === 'today' ? age : `${age} ago`);
};

/** How many rows there are, in words. */
export const rowsWords = (shown: number, all: number, noun: string): string =>
  shown === all ? counted(all, noun) : `${numberWords(shown)} of ${counted(all, noun)}`;
