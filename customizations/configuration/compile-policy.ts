import { createHash } from 'node:crypto';
import type {
  AccountFacts,
  AccountLimits,
  CompiledPolicy,
  DeclaredBinding,
  GuardLimits,
  IdentityProvider,
  OutsideProvider,
} from '../../federation/compiled-policy';
import { sharedNameOf, uniqueNameOf } from '../../federation/callers';
import { entraIssuer } from '../../federation/issuer';
import type { IdentityProviderSettings } from '../../schemas/generated/documents/identity-providers.types';
import type { BindingSettings } from '../../schemas/generated/documents/bindings.types';
import type { LockedAccount } from '../../schemas/generated/documents/organization-lock.types';
import type { AccountLimitSettings, GuardSettings } from '../../schemas/generated/documents/organization.types';
import { canonicalJson } from '../../federation/canonical-json';
import { compileSettings, unitMatches } from './compile-settings';
import { audiencesOf, issuerOf } from './outside-issuers';
import type { Configuration } from './configuration';
import { sortedBy, sortedRecord, sortedSet } from './sorted';

/**
 * The configuration as the functions read it: defaults filled in, everything sorted, so that neither the order of the
 * files nor that of their lists shows.
 */
export const compilePolicy = (configuration: Configuration): CompiledPolicy => {
  const {
    organization,
    factory,
    targets,
    deliver,
    perAccount,
    guard,
    policyDefaults = {},
  } = configuration.organization.value;
  const { organizationalUnits, accounts } = configuration.lock.value;
  const units = new Map(organizationalUnits.map(({ id, path }) => [id, path]));
  return {
    organization: {
      id: organization.id,
      partition: organization.partition,
      homeRegion: organization.homeRegion,
      managementAccount: organization.managementAccount,
    },
    factoryAccount: factory.account.id,
    ...(deliver === 'stacksets' && { deliver }),
    targets: {
      organizationalUnits: unitMatches(targets.organizationalUnits, units),
      excludedAccounts: sortedSet(targets.excludedAccounts ?? []),
    },
    identityProviders: sortedBy(
      configuration.identityProviders.flatMap(({ value }) => compileProvider(value)),
      ({ name }) => name,
    ),
    outsideProviders: sortedBy(
      configuration.identityProviders.flatMap(({ value }) => compileOutsideProvider(value)),
      ({ name }) => name,
    ),
    policies: configuration.policies
      .flatMap(({ value }) => compileSettings(value, { defaults: policyDefaults, units }))
      .toSorted((a, b) => a.priority - b.priority),
    organizationalUnits: sortedRecord(organizationalUnits.map(({ id, path }) => [id, path])),
    accounts: sortedRecord(accounts.map((account) => [account.id, compileAccount(account)])),
    bindings: sortedBy(
      configuration.bindings.map(({ value }) => compileBinding(value, accounts)),
      ({ account, role }) => `${account}/${role.toLowerCase()}`,
    ),
    ...compileHandOvers(configuration),
    perAccount: compileLimits(perAccount),
    guard: compileGuard(guard),
  };
};

/** The SHA-256 of a compiled policy's canonical JSON, in hexadecimal. */
export const policyHash = (policy: CompiledPolicy): string =>
  createHash('sha256').update(canonicalJson(policy)).digest('hex');

/** Which keys a kind has, and needs, has been checked before. */
const compileProvider = (settings: IdentityProviderSettings): readonly IdentityProvider[] => {
  const { name, kind, tenantId, cloud = 'public', factoryClientId, existingIn = [] } = settings;
  return kind !== 'entra' || tenantId === undefined || factoryClientId === undefined
    ? []
    : [
        {
          name,
          tenantId,
          cloud,
          factoryClientId,
          issuer: entraIssuer(cloud, tenantId),
          ...(existingIn.length > 0 && { existingIn: sortedSet(existingIn) }),
        },
      ];
};

const compileOutsideProvider = (settings: IdentityProviderSettings): readonly OutsideProvider[] => {
  const { name, kind } = settings;
  const [issuer, audiences] = [issuerOf(settings), audiencesOf(settings)];
  return kind === 'entra' || issuer === undefined || audiences === undefined
    ? []
    : [{ name, kind, issuer, audiences: sortedSet(audiences) }];
};

const compileAccount = ({ id, name, organizationalUnit, tags = {} }: LockedAccount): AccountFacts => ({
  id,
  name,
  organizationalUnit,
  tags: sortedRecord(Object.entries(tags)),
});

const compileBinding = (
  { account, role, policy }: BindingSettings,
  accounts: readonly LockedAccount[],
): DeclaredBinding => ({ account: idOf(account, accounts), role, policy });

/** An account's id, by which it is in the lock file, or by its name whatever its case; the checks have seen to it. */
const idOf = (account: string, accounts: readonly LockedAccount[]): string => {
  const named =
    accounts.find(({ id }) => id === account) ??
    accounts.find(({ name }) => name.toLowerCase() === account.toLowerCase());
  return named?.id ?? account;
};

/** The checks have seen to it that each is for a role or for a shared caller. */
const compileHandOvers = ({ handOvers, lock }: Configuration): Pick<CompiledPolicy, 'handOvers'> => {
  const compiled = handOvers.map(({ value: { account = '', role = '', shared, application } }) => ({
    uniqueName: shared === undefined ? uniqueNameOf(idOf(account, lock.value.accounts), role) : sharedNameOf(shared),
    application,
  }));
  return compiled.length === 0 ? {} : { handOvers: sortedBy(compiled, ({ uniqueName }) => uniqueName) };
};

const compileLimits = ({
  trustPolicyLength = 2048,
  eventsPerHour = 600,
  applications = 200,
  removalsPerHour = 30,
}: AccountLimitSettings = {}): AccountLimits => ({ trustPolicyLength, eventsPerHour, applications, removalsPerHour });

const compileGuard = ({
  sharePercent = 30,
  atLeast = 10,
  accountSharePercent = 50,
  accountAtLeast = 5,
  removalsPerHour = 50,
}: GuardSettings = {}): GuardLimits => ({
  sharePercent,
  atLeast,
  accountSharePercent,
  accountAtLeast,
  removalsPerHour,
});
