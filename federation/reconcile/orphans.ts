import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import { isSharedName } from '../callers';
import type { CompiledPolicy } from '../compiled-policy';
import { placeholderAudience } from '../names';
import type { BindingRecord } from '../records';
import { isLive } from '../standing';
import type { DecidedRole } from './decided';
import type { AccountObservation } from './observation';
import { orphanedStatement } from './orphaned-statements';
import { statementSighting } from './sightings';

/** Something of the factory's that no wanted binding accounts for. `what` names it among the sightings. */
export type Orphan = {
  readonly what: string;
  readonly identityProvider: string;
  /** Whether it is only noted: a binding that stays still lives by it, or it is not the time to take it away. */
  readonly isKept: boolean;
} & (
  | { readonly kind: 'audience'; readonly audience: string }
  | { readonly kind: 'application'; readonly uniqueName: string }
  | {
      readonly kind: 'statement';
      readonly roleName: string;
      /** The role's trust policy with the placeholder written back, as JSON. */
      readonly closed: string;
      /** Whether somebody keeps putting it back. */
      readonly isContested: boolean;
    }
);

/** The bindings that something is for: `wanted`, those that the policies want as they are; `staying`, all that stay. */
export interface Users {
  readonly wanted: readonly BindingRecord[];
  readonly staying: readonly BindingRecord[];
}

/** The bindings of an account, as a reconcile finds them. */
export interface UsersOf {
  /** Of callers and audiences: what a role leaves behind goes with its own workflow. */
  readonly callers: Users;
  /** Of the account's audience applications: these outlive the role that they were made for first. */
  readonly audienceApplications: Users;
}

/**
 * Finds audiences and applications without a binding that is wanted as it is. An audience is the factory's if a record or
 * one of its applications names it; one that nobody knows is somebody else's. What the YAML names is none while it does.
 */
export const findOrphans = (
  observation: AccountObservation,
  users: UsersOf,
  policy: CompiledPolicy,
): readonly Orphan[] => {
  const named = namedInYaml(policy);
  return [
    ...orphanedAudiences(observation, users.callers, named),
    ...orphanedApplications(observation, users, new Set([...named, ...usedByHand(observation)])),
  ];
};

/** The client ids that the YAML itself names: whoever signs in by one of them may use a role that no record has yet. */
const namedInYaml = ({ policies, handOvers = [] }: CompiledPolicy): ReadonlySet<string> =>
  new Set([
    ...handOvers.map(({ application }) => application),
    ...policies.flatMap(({ caller }) => (caller.kind === 'existing' ? [caller.audience] : [])),
  ]);

/** The client ids by which bindings live that are of callers made by hand: one may be the factory's already, and unrecorded. */
const usedByHand = ({ bindings }: AccountObservation): readonly string[] =>
  bindings.flatMap((binding) =>
    isLive(binding) && binding.caller === 'existing' && binding.audience !== undefined ? [binding.audience] : [],
  );

const orphanedAudiences = (
  { providers, bindings, applications, roles }: AccountObservation,
  { wanted, staying }: Users,
  named: ReadonlySet<string>,
): readonly Orphan[] => {
  const ours = new Set([
    ...bindings.flatMap(({ audiences, clientIds }) => [...audiences, ...clientIds]),
    ...applications.filter(({ isOurs }) => isOurs).map(({ clientId }) => clientId),
  ]);
  // An audience of a caller that was made by hand may have been there before, and other roles may live by it.
  const isOthersToo = (audience: string): boolean =>
    (named.has(audience) ||
      bindings.some(
        (binding) =>
          (binding.caller === 'existing' && binding.audiences.includes(audience)) ||
          (binding.caller === 'shared' && binding.audience === audience),
      )) &&
    roles.some(({ trustPolicy }) => trustPolicy.includes(audience));
  const keysOf = (some: readonly BindingRecord[]): ReadonlySet<string> =>
    new Set(some.map(({ identityProvider, audience = '' }) => `${identityProvider} ${audience}`));
  const [isWanted, isStaying] = [keysOf(wanted), keysOf(staying)];
  return [...providers].flatMap(([identityProvider, { audiences }]) =>
    audiences
      .filter((audience) => audience !== placeholderAudience && ours.has(audience))
      .filter((audience) => !isWanted.has(`${identityProvider} ${audience}`) && !isOthersToo(audience))
      .map((audience) => ({
        kind: 'audience',
        what: `audience ${identityProvider} ${audience}`,
        identityProvider,
        isKept: isStaying.has(`${identityProvider} ${audience}`),
        audience,
      })),
  );
};

const orphanedApplications = (
  { applications }: AccountObservation,
  { callers, audienceApplications }: UsersOf,
  named: ReadonlySet<string>,
): readonly Orphan[] => {
  const isIn = ({ identityProvider, uniqueName }: ObservedApplication, which: keyof Users): boolean =>
    callers[which].some((one) => one.identityProvider === identityProvider && one.uniqueName === uniqueName) ||
    audienceApplications[which].some(
      (one) => one.identityProvider === identityProvider && one.audienceUniqueName === uniqueName,
    );
  return applications
    .filter(
      (application) =>
        application.isOurs &&
        !isSharedName(application.uniqueName) &&
        !named.has(application.clientId) &&
        !isIn(application, 'wanted'),
    )
    .map((application) => ({
      kind: 'application',
      what: `application ${application.identityProvider} ${application.uniqueName}`,
      identityProvider: application.identityProvider,
      isKept: isIn(application, 'staying'),
      uniqueName: application.uniqueName,
    }));
};

/**
 * Finds the statements of bindings that have ended, in the trust policies of roles that live on. What an identity provider
 * lists that the YAML no longer names is not known, so that nothing is said of its statements.
 * @param isBusy whether something else is asked for a role, or nothing is to be asked for what a policy has bound.
 */
export const findOrphanedStatements = (
  decided: readonly DecidedRole[],
  { providers, bindings }: Pick<AccountObservation, 'providers' | 'bindings'>,
  policy: CompiledPolicy,
  isBusy: (record: BindingRecord) => boolean,
): readonly Orphan[] =>
  decided.flatMap((each): readonly Orphan[] => {
    const { role, record } = each;
    const identityProvider = policy.identityProviders.find(({ issuer }) => issuer === record?.issuer)?.name;
    if (record === undefined || identityProvider === undefined) return [];
    const listed = providers.get(identityProvider)?.audiences ?? [];
    const statement = orphanedStatement(each, { listed, bindings }, policy);
    if (statement === undefined) return [];
    return [
      {
        kind: 'statement',
        what: statementSighting(record),
        identityProvider,
        isKept: statement.kept !== undefined || isBusy(record),
        roleName: role.name,
        closed: statement.closed,
        isContested: statement.kept === 'contested',
      },
    ];
  });
