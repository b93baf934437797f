import type { AccountFacts, CompiledPolicy, IdentityProvider } from '../../../federation/compiled-policy';
import { placeholderAudience } from '../../../federation/names';
import type { ObservedRole } from '../../../federation/observed';
import { currentFacts, type BindingRecord } from '../../../federation/records';
import { isLive, keepsBinding } from '../../../federation/standing';
import { transferOf } from '../../../federation/transfer';
import { declaredBinding, decide, historyOf, type Verdict } from '../../../federation/verdict';
import type { DirectorySnapshot } from '../../entra';
import { castKey } from '../cast';
import { pausesOn } from '../steps/pause';
import type { CastRole, Stage } from '../stage';
import { trustTimelines, type TrustTimeline } from './trust-timelines';

/** An application of a tenant that the factory's principal owns alone. */
export type OwnApplication = DirectorySnapshot['applications'][number] & {
  readonly identityProvider: string;
  readonly isLive: boolean;
};

/** A service principal of a tenant, whoever owns it. */
export type TenantPrincipal = DirectorySnapshot['servicePrincipals'][number] & {
  readonly identityProvider: string;
  readonly isLive: boolean;
  readonly isOurs: boolean;
};

/** A role of the story that is there, in an account where the factory can get in. */
export interface StandingRole {
  readonly cast: CastRole;
  readonly account: AccountFacts;
  readonly role: ObservedRole;
  readonly record: BindingRecord | undefined;
  readonly verdict: Verdict;
  /** Whether the policies let the binding be there. */
  readonly isKept: boolean;
}

/** Everything that the invariants look at, as it stands now. */
export interface Ground {
  readonly stage: Stage;
  /** Every policy that was ever deployed, the present one last. */
  readonly policies: readonly CompiledPolicy[];
  readonly applications: readonly OwnApplication[];
  readonly principals: readonly TenantPrincipal[];
  readonly roles: readonly StandingRole[];
  readonly timelines: readonly TrustTimeline[];
  /** Every audience that is or was the factory's to give. */
  readonly ownAudiences: ReadonlySet<string>;
  /** Accounts that the factory can get into, and whose facts it knows. */
  readonly accounts: readonly AccountFacts[];
}

/** Looks at the whole stage. */
export const groundOf = (stage: Stage): Ground => {
  const { organization, tenants } = stage;
  const { organization: facts, table } = organization;
  const accounts = facts
    .accounts()
    .filter(({ id }) => !facts.isClosed(id) && !facts.isQuarantined(id))
    .flatMap(({ id }) => currentFacts(table.accounts.get(id), stage.policy.accounts[id]) ?? []);
  const applications = [...tenants].flatMap(([identityProvider, { entra, factory }]) => {
    const { applications: live, deletedApplications: deleted } = entra.snapshot();
    const own = (isLive: boolean) => (one: DirectorySnapshot['applications'][number]) =>
      isSole(one.owners, factory.servicePrincipalId) ? [{ ...one, identityProvider, isLive }] : [];
    return [...live.flatMap(own(true)), ...deleted.flatMap(own(false))];
  });
  const principals = [...tenants].flatMap(([identityProvider, { entra, factory }]) => {
    const { servicePrincipals: live, deletedServicePrincipals: deleted } = entra.snapshot();
    const own = (isLive: boolean) => (one: DirectorySnapshot['servicePrincipals'][number]) => ({
      ...one,
      identityProvider,
      isLive,
      isOurs: isSole(one.owners, factory.servicePrincipalId),
    });
    return [...live.map(own(true)), ...deleted.map(own(false))];
  });
  const policies = [...stage.policies, stage.policy];
  const ownAudiences = new Set([
    placeholderAudience,
    ...applications.map(({ appId }) => appId),
    ...[...table.bindings.values()].flatMap((binding) => binding.audiences),
    ...policies.flatMap((policy) =>
      policy.policies.flatMap(({ caller }) => (caller.kind === 'existing' ? [caller.audience] : [])),
    ),
  ]);
  return {
    stage,
    policies,
    applications,
    principals,
    accounts,
    ownAudiences,
    timelines: trustTimelines(stage),
    roles: [...stage.cast.values()].flatMap((cast) => standingRole(cast, accounts, stage)),
  };
};

const isSole = (owners: readonly string[], principal: string): boolean =>
  owners.length === 1 && owners[0] === principal;

const standingRole = (cast: CastRole, accounts: readonly AccountFacts[], stage: Stage): readonly StandingRole[] => {
  const { organization, policy } = stage;
  const role = organization.role(cast.account, cast.roleName);
  const { id } = organization.organization.account(cast.account);
  const account = accounts.find((one) => one.id === id);
  if (role === undefined || account === undefined) return [];
  const record = organization.table.bindings.get(castKey(id, cast.roleName));
  const now = organization.clock.now();
  const verdict = decide(role, account, historyOf(record, now, pausesOn(stage)), policy);
  const isDeclared = declaredBinding(policy, id, role.name) !== undefined;
  const isKept = record !== undefined && isLive(record) && keepsBinding(role, verdict, record, isDeclared);
  return [{ cast, account, role, record, verdict, isKept }];
};

/** The identity provider that a role of the story trusts. */
export const providerOf = ({ cast }: StandingRole, { stage }: Ground): IdentityProvider | undefined =>
  stage.policy.identityProviders.find(({ name }) => name === cast.identityProvider);

/** Whether a role that the policies bind still waits for the application of whoever uses it to be handed over. */
export const isInTransfer = ({ role, account, record, verdict }: StandingRole, { stage }: Ground): boolean =>
  verdict.kind === 'bind' && transferOf(role, account.id, record, verdict, stage.policy).kind !== 'none';

/** A role in words. */
export const named = ({ cast }: Pick<StandingRole, 'cast'>): string => `${cast.account}/${cast.roleName}`;
