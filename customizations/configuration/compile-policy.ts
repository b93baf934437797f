import { createHash } from 'node:crypto';
import type {
  AccountFacts,
  CompiledPolicy,
  IdentityProvider,
  Match,
  OrganizationalUnitMatch,
  Policy,
} from '../../federation/compiled-policy';
import { entraIssuer } from '../../federation/issuer';
import type { IdentityProviderSettings } from '../../schemas/generated/documents/identity-providers.types';
import type { LockedAccount } from '../../schemas/generated/documents/organization-lock.types';
import type { PolicySettings } from '../../schemas/generated/documents/policies.types';
import { canonicalJson } from './canonical-json';
import type { Configuration } from './configuration';

/**
 * The configuration as the functions read it: defaults filled in, everything sorted, so that neither the order of the
 * files nor that of their lists shows.
 */
export const compilePolicy = (configuration: Configuration): CompiledPolicy => {
  const { organization, factory, targets } = configuration.organization.value;
  const { organizationalUnits, accounts } = configuration.lock.value;
  return {
    organization: {
      id: organization.id,
      partition: organization.partition,
      homeRegion: organization.homeRegion,
      managementAccount: organization.managementAccount,
    },
    factoryAccount: factory.account.id,
    targets: {
      organizationalUnits: unitMatches(targets.organizationalUnits),
      excludedAccounts: sortedSet(targets.excludedAccounts ?? []),
    },
    identityProviders: sortedBy(
      configuration.identityProviders.map(({ value }) => compileProvider(value)),
      ({ name }) => name,
    ),
    policies: configuration.policies.map(({ value }) => compileOne(value)).toSorted((a, b) => a.priority - b.priority),
    organizationalUnits: sortedRecord(organizationalUnits.map(({ id, path }) => [id, path])),
    accounts: sortedRecord(accounts.map((account) => [account.id, compileAccount(account)])),
  };
};

/** The SHA-256 of a compiled policy's canonical JSON, in hexadecimal. */
export const policyHash = (policy: CompiledPolicy): string =>
  createHash('sha256').update(canonicalJson(policy)).digest('hex');

const compileProvider = ({
  name,
  tenantId,
  cloud = 'public',
  factoryClientId,
}: IdentityProviderSettings): IdentityProvider => ({
  name,
  tenantId,
  cloud,
  factoryClientId,
  issuer: entraIssuer(cloud, tenantId),
});

const compileAccount = ({ id, name, organizationalUnit, tags = {} }: LockedAccount): AccountFacts => ({
  id,
  name,
  organizationalUnit,
  tags: sortedRecord(Object.entries(tags)),
});

/** Callers and audiences of later releases are refused before. */
const compileOne = (settings: PolicySettings): Policy => ({
  name: settings.name,
  priority: settings.priority,
  match: compileMatch(settings.match),
  identityProvider: settings.identityProvider,
  caller: 'own-application',
  audience: 'per-role',
  federatedCredentials: compileCredentials(settings.federatedCredentials),
  limits: {
    ...optional('maxSessionDurationSeconds', settings.limits?.maxSessionDuration, secondsOf),
    requirePermissionsBoundary: settings.limits?.requirePermissionsBoundary ?? false,
  },
  onDelete: settings.onDelete ?? 'retire',
  enforcement: settings.enforcement ?? 'audit',
});

const compileMatch = ({ organizationalUnits, accounts, roles }: PolicySettings['match']): Match => ({
  ...optional('organizationalUnits', organizationalUnits, unitMatches),
  ...optional('accountIds', accounts?.ids, sortedSet),
  ...optional('accountNames', accounts?.names, sortedSet),
  ...optional('accountTags', accounts?.tags, (tags) => sortedRecord(Object.entries(tags))),
  ...optional('roleNames', roles?.names, sortedSet),
  ...optional('rolePaths', roles?.paths, sortedSet),
  ...optional('roleTags', roles?.tags, (tags) => sortedRecord(Object.entries(tags))),
});

/** An issuer that is given twice gets the subjects of both. */
const compileCredentials = (settings: PolicySettings['federatedCredentials']): Policy['federatedCredentials'] => {
  const issuers = sortedSet((settings?.allowed ?? []).map(({ issuer }) => issuer));
  return {
    ...optional('tag', settings?.tag, (tag) => tag),
    allowed: issuers.map((issuer) => ({
      issuer,
      subjects: sortedSet((settings?.allowed ?? []).flatMap((each) => (each.issuer === issuer ? each.subjects : []))),
    })),
  };
};

const unitMatches = (units: readonly (string | OrganizationalUnitMatch)[]): readonly OrganizationalUnitMatch[] => {
  const matches = units.map((unit) =>
    typeof unit === 'string' ? { path: unit, direct: false } : { path: unit.path, direct: unit.direct },
  );
  const unique = new Map(matches.map((match) => [`${match.path}:${String(match.direct)}`, match]));
  return sortedBy([...unique.entries()], ([key]) => key).map(([, match]) => match);
};

/** `1h` or `90m` in seconds. */
const secondsOf = (duration: string): number => Number.parseInt(duration, 10) * (duration.endsWith('h') ? 3600 : 60);

const optional = <const Key extends string, From, To>(
  key: Key,
  value: From | undefined,
  compile: (value: From) => To,
): Partial<Record<Key, To>> => {
  const record: Partial<Record<Key, To>> = {};
  if (value !== undefined) record[key] = compile(value);
  return record;
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sortedSet = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted(compareText);
const sortedBy = <T>(values: readonly T[], key: (value: T) => string): readonly T[] =>
  values.toSorted((a, b) => compareText(key(a), key(b)));
const sortedRecord = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(sortedBy(entries, ([key]) => key));
