import type {
  Coverage,
  ReportedAccount,
  ReportedAdmission,
  ReportedRole,
} from '../../../schemas/generated/reports/report.types';
import type { PageFilter } from './filter';

/** What the states of roles are called, and what is meant by them. */
export const stateWords: Readonly<Record<Exclude<PageFilter['state'], ''>, string>> = {
  bound: 'bound',
  drifted: 'drifted',
  registering: 'being made',
  declared: 'declared',
  contested: 'contested',
  revoked: 'revoked',
  abandoned: 'abandoned',
  gone: 'gone',
  released: 'released',
  pending: 'to be bound',
  audit: 'reported only',
  'within-policy': 'within policy',
  refused: 'refused',
  unmanaged: 'unmanaged',
  unreadable: 'unreadable',
  uncovered: 'open to somebody unnamed',
};

/** How a state is to be looked at. */
export const stateMoods: Readonly<Record<ReportedRole['state'], 'good' | 'calm' | 'bad'>> = {
  bound: 'good',
  'within-policy': 'good',
  pending: 'calm',
  audit: 'calm',
  registering: 'calm',
  declared: 'calm',
  released: 'calm',
  gone: 'calm',
  revoked: 'calm',
  drifted: 'bad',
  contested: 'bad',
  abandoned: 'bad',
  refused: 'bad',
  unmanaged: 'bad',
  unreadable: 'bad',
};

export const namedByWords: Readonly<Record<ReportedAdmission['namedBy'], string>> = {
  binding: 'named by the binding',
  policy: 'named by the policy',
  nobody: 'named by nobody',
};

export const scopeWords: Readonly<Record<ReportedAccount['scope'], string>> = {
  inside: 'in scope',
  outside: 'out of scope',
  excluded: 'excluded',
};

/** A number with spaces between its thousands, as it reads in any language. */
export const numberWords = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** A share in percent, never rounded up to all nor down to none. */
export const percent = ({ federated, covered }: Coverage): string => {
  if (federated === 0) return 'none';
  const share = (covered / federated) * 100;
  const rounded = covered === federated ? 100 : Math.min(99, Math.max(covered === 0 ? 0 : 1, Math.round(share)));
  return `${rounded}\u202f%`;
};

/** How long ago a day was: `today`, `12 days`, `3 months`, `2 years`. */
export const ageWords = (day: string, now: string): string => {
  const days = Math.floor((Date.parse(now) - Date.parse(`${day.slice(0, 10)}T00:00:00Z`)) / 86_400_000);
  if (days < 1) return 'today';
  if (days < 60) return counted(days, 'day');
  return days < 730 ? counted(Math.floor(days / 30.44), 'month') : counted(Math.floor(days / 365.25), 'year');
};

/** A number with its noun. */
export const counted = (count: number, noun: string): string =>
  `${numberWords(count)} ${noun}${count === 1 ? '' : 's'}`;

/** A moment to the minute, in UTC: `2027-01-05 02:00 UTC`. */
export const momentWords = (moment: string): string => `${moment.slice(0, 16).replace('T', ' ')} UTC`;
