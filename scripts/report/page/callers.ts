import type {
  FederationReport,
  ReportedAdmission,
  ReportedClaim,
} from '../../../schemas/generated/reports/report.types';
import { applicationOf, type RoleItem } from './items';
import { h, type Children, type PageElement } from './node';
import { namedByWords } from './words';

/** Who may use a role: the caller in a line, and all of it for whoever opens it. */
export const callersOf = (item: RoleItem, credentials: FederationReport['credentials']): PageElement | string => {
  const { account, role } = item;
  if (role.state === 'unreadable') return 'cannot be told';
  if (role.admits.length === 0 && role.caller === undefined) return 'nobody';
  const application = applicationOf(account, role);
  const strangers = role.admits.filter(({ namedBy }) => namedBy === 'nobody').length;
  const jobs = (role.credentials ?? []).flatMap((place) => credentials[place] ?? []);
  return h(
    'details',
    {},
    h(
      'summary',
      {},
      role.admits.length === 0
        ? 'nobody now'
        : role.admits.map((admission) => summaryOf(admission, application)).join('; '),
      strangers > 0 && h('span', { class: 'badge bad' }, namedByWords.nobody),
    ),
    h(
      'dl',
      { class: 'callers' },
      application !== undefined && entry('application', h('code', {}, application)),
      role.clientId !== undefined && entry('client id', h('code', {}, role.clientId)),
      jobs.length > 0 &&
        entry(
          'outside jobs',
          jobs.map(({ issuer, subject }) => line(h('code', {}, subject), ` of ${issuer}`)),
        ),
      role.admits.map((admission) => entry('trust', trustOf(admission))),
    ),
  );
};

/** Ids say nothing to people: where an application is behind the subject, its name does. */
const summaryOf = (
  { identityProvider, issuer, subjects, namedBy }: ReportedAdmission,
  application: string | undefined,
): string => {
  const tokens = identityProvider ?? (issuer === '*' ? 'any provider' : (issuer ?? ''));
  if (namedBy === 'binding' && application !== undefined) return `${tokens}: ${application}`;
  return `${tokens}: ${subjects === undefined ? 'any subject' : subjects.map(claimText).join(', ')}`;
};

const trustOf = ({ audiences, subjects, further = [], namedBy, ...admission }: ReportedAdmission): Children => [
  line(
    `tokens of ${admission.identityProvider ?? (admission.issuer === '*' ? 'any provider' : (admission.issuer ?? ''))}, ${namedByWords[namedBy]}`,
  ),
  line('audience ', claims(audiences)),
  line('subject ', claims(subjects)),
  further.map((condition) => line(`if ${condition}`)),
];

const claims = (texts: readonly ReportedClaim[] | undefined): Children =>
  texts === undefined
    ? h('strong', {}, 'any')
    : texts.map((claim, index) => [
        index === 0 ? '' : ' or ',
        h('code', {}, claimText(claim)),
        typeof claim === 'string' ? '' : ' (a pattern)',
      ]);

const claimText = (claim: ReportedClaim): string => (typeof claim === 'string' ? claim : claim.like);

const entry = (term: string, ...description: readonly Children[]): Children => [
  h('dt', {}, term),
  h('dd', {}, ...description),
];

const line = (...children: readonly Children[]): PageElement => h('p', { class: 'line' }, ...children);
