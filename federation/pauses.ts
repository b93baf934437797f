import type { PauseScope, StandingPause } from '../schemas/generated/settings/pauses.types';
import { compareText } from './compare';
import type { AccountFacts, CompiledPolicy } from './compiled-policy';
import { matchesOrganizationalUnit } from './matching';

export type { PauseScope, StandingPause } from '../schemas/generated/settings/pauses.types';

/** What is about to be done, as far as a pause asks. */
export interface PauseSubject {
  /** The account's id. */
  readonly account: string;
  /** The units and policies whose pause holds it up; where they are not known, the pause of any does. */
  readonly within?: readonly string[];
}

/** The pause that holds something up; undefined where none does. */
export const pauseFor = (
  { account, within }: PauseSubject,
  pauses: readonly StandingPause[],
): StandingPause | undefined =>
  pauses.find(({ scope }) => {
    if (scope === 'everything' || scope === accountScope(account)) return true;
    return within === undefined ? !scope.startsWith('account:') : within.includes(scope);
  });

/**
 * The scopes of pauses that hold something up in an account, beside the account's own. Units go by their ids: one that is
 * renamed stays paused.
 * @param policies names of the policies that it is done for; undefined ones are left out.
 */
export const pauseScopes = (
  { organizationalUnit }: AccountFacts,
  { organizationalUnits }: Pick<CompiledPolicy, 'organizationalUnits'>,
  policies: readonly (string | undefined)[],
): readonly PauseScope[] => [
  ...Object.entries(organizationalUnits)
    .filter(([, path]) => matchesOrganizationalUnit(organizationalUnit, [{ path, direct: false }]))
    .map(([id]) => unitScope(id))
    .sort(compareText),
  ...new Set(policies.filter((name) => name !== undefined).map(policyScope)),
];

/** The pause that holds up what is done in an account for some policies; for none of them, what is done for the account. */
export const pauseIn = (
  account: AccountFacts,
  policy: Pick<CompiledPolicy, 'organizationalUnits'>,
  policies: readonly (string | undefined)[],
  pauses: readonly StandingPause[] = [],
): StandingPause | undefined =>
  pauses.length === 0
    ? undefined
    : pauseFor({ account: account.id, within: pauseScopes(account, policy, policies) }, pauses);

export const accountScope = (id: string): PauseScope => `account:${id}`;
export const unitScope = (id: string): PauseScope => `organizational-unit:${id}`;
export const policyScope = (name: string): PauseScope => `policy:${name}`;

/** A pause in a sentence: what, since when, by whom and why. */
export const describePause = ({ scope, reason, by, since }: StandingPause): string =>
  `Writes are paused for ${describePauseScope(scope)} since ${since}, by ${by} (${reason}).`;

/** The scope of a pause in words. */
export const describePauseScope = (scope: PauseScope): string => {
  const [kind = '', name = ''] = scope.split(':');
  return name === '' ? kind : `the ${kind.replace('-', ' ')} ${name}`;
};

/** What is held up where nobody can tell what is paused: everything. */
export const everythingPaused = (why: string, now: Date): readonly StandingPause[] => [
  { scope: 'everything', reason: why, by: 'oidc-factory', since: now.toISOString() },
];

/** The pauses with one more; who pauses the same once more says anew why, and since when stays. */
export const withPause = (pauses: readonly StandingPause[], pause: StandingPause): readonly StandingPause[] => {
  const standing = pauses.find(({ scope }) => scope === pause.scope);
  return standing === undefined
    ? [...pauses, pause]
    : pauses.map((one) => (one === standing ? { ...pause, since: one.since } : one));
};

/** The pauses without that of a scope; those that are wider or narrower stay. */
export const withoutPause = (pauses: readonly StandingPause[], scope: PauseScope): readonly StandingPause[] =>
  pauses.filter((one) => one.scope !== scope);
