import type {
  Caller,
  Criteria,
  Match,
  OrganizationalUnitMatch,
  Policy,
  PolicyLimits,
} from '../../federation/compiled-policy';
import type { Expiry } from '../../federation/expiry';
import type { PolicyDefaults } from '../../schemas/generated/documents/organization.types';
import type {
  ExpirySettings,
  OverrideSettings,
  PolicySettings,
  WaveSettings,
} from '../../schemas/generated/documents/policies.types';
import { sortedBy, sortedRecord, sortedSet } from './sorted';

/** What the terms of a policy are made from, beside the policy itself. */
export interface PolicySurroundings {
  readonly defaults: PolicyDefaults;
  /** Path of each organizational unit, by its id. */
  readonly units: ReadonlyMap<string, string>;
}

/**
 * One policy, with the defaults filled in and its lists as sorted sets. Where its terms are not the same everywhere it
 * becomes several, each narrowed to where it holds: the overrides in their order, then the rest; within each of them the
 * waves in their order, then what no wave has, which only reports.
 */
export const compileSettings = (settings: PolicySettings, surroundings: PolicySurroundings): readonly Policy[] =>
  [...(settings.overrides ?? []), undefined].flatMap((override) => {
    const policy = compileTerms(settings, override, surroundings);
    return wavesOf(policy, settings.waves ?? [], surroundings);
  });

const compileTerms = (
  settings: PolicySettings,
  override: OverrideSettings | undefined,
  { defaults, units }: PolicySurroundings,
): Policy => {
  const terms = [override ?? {}, settings, defaults];
  const first = <Key extends 'ownerTag' | 'expiry' | 'onDelete' | 'enforcement'>(key: Key) =>
    terms.map((each) => each[key]).find((value) => value !== undefined);
  const within = override === undefined ? [] : [compileCriteria(override, units)];
  return {
    name: settings.name,
    priority: settings.priority,
    match: { ...compileMatch(settings.match, units), ...(within.length > 0 && { within }) },
    identityProvider: settings.identityProvider,
    caller: compileCaller(settings.caller),
    audience: settings.audience ?? 'per-role',
    federatedCredentials: compileCredentials(settings.federatedCredentials),
    limits: compileLimits(terms.map(({ limits }) => limits ?? {})),
    ...optional('ownerTag', first('ownerTag'), (tag) => tag),
    ...optional('expiry', first('expiry'), compileExpiry),
    onDelete: first('onDelete') ?? 'retire',
    enforcement: first('enforcement') ?? 'audit',
  };
};

/** Waves say where and when something is enforced that is enforced at all. */
const wavesOf = (policy: Policy, waves: readonly WaveSettings[], { units }: PolicySurroundings): readonly Policy[] => {
  if (waves.length === 0 || policy.enforcement === 'audit') return [policy];
  const { match } = policy;
  return [
    ...waves.map(({ organizationalUnits, from }) => ({
      ...policy,
      match: {
        ...match,
        within: [...(match.within ?? []), { organizationalUnits: unitMatches(organizationalUnits, units) }],
      },
      enforceFrom: from,
    })),
    { ...policy, enforcement: 'audit' },
  ];
};

type Limits = NonNullable<PolicySettings['limits']>;

/** Each key as the first has it that says something; bans add up. */
const compileLimits = (levels: readonly Limits[]): PolicyLimits => {
  const first = <Key extends keyof Limits>(key: Key): Limits[Key] | undefined =>
    levels.map((level) => level[key]).find((value) => value !== undefined);
  const banned = levels.flatMap(({ bannedManagedPolicies = [] }) => bannedManagedPolicies);
  return {
    ...optional('maxSessionDurationSeconds', first('maxSessionDuration'), secondsOf),
    requirePermissionsBoundary: first('requirePermissionsBoundary') ?? false,
    ...optional('permissionsBoundaries', first('permissionsBoundaries'), sortedSet),
    ...optional('allowedManagedPolicies', first('allowedManagedPolicies'), sortedSet),
    ...(banned.length > 0 && { bannedManagedPolicies: sortedSet(banned) }),
    ...optional('requiredTags', first('requiredTags'), (tags) => sortedRecord(Object.entries(tags))),
  };
};

/** That it is one of the forms, and whole, has been checked before. */
const compileCaller = (caller: PolicySettings['caller']): Caller => {
  if (caller === 'own-application') return { kind: 'own-application' };
  const { shared, existing = [], audience = '', subjects } = caller;
  if (subjects !== undefined) return { kind: 'outside', subjects: sortedSet(subjects) };
  return shared === undefined
    ? { kind: 'existing', principals: sortedSet(existing), audience }
    : { kind: 'shared', name: shared };
};

type Chosen = Pick<PolicySettings['match'], 'organizationalUnits' | 'accounts' | 'roles'>;

const compileMatch = (match: PolicySettings['match'], units: PolicySurroundings['units']): Match => ({
  ...compileCriteria(match, units),
  ...optional('except', match.except, (except) => compileCriteria(except, units)),
});

const compileCriteria = (
  { organizationalUnits, accounts, roles }: Chosen,
  units: PolicySurroundings['units'],
): Criteria => ({
  ...optional('organizationalUnits', organizationalUnits, (named) => unitMatches(named, units)),
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

/** Organizational units as a sorted set, each by its path in the form with `direct`; ids have been checked before. */
export const unitMatches = (
  named: readonly (string | OrganizationalUnitMatch)[],
  units: PolicySurroundings['units'],
): readonly OrganizationalUnitMatch[] => {
  const pathOf = (unit: string): string => units.get(unit) ?? unit;
  const matches = named.map((unit) =>
    typeof unit === 'string' ? { path: pathOf(unit), direct: false } : { path: pathOf(unit.path), direct: unit.direct },
  );
  const unique = new Map(matches.map((match) => [`${match.path}:${String(match.direct)}`, match]));
  return sortedBy([...unique.entries()], ([key]) => key).map(([, match]) => match);
};

const compileExpiry = ({ expiresAfter, tag, announceBefore = '14d' }: ExpirySettings): Expiry => {
  const afterDays = Number.parseInt(expiresAfter, 10);
  return {
    afterDays,
    ...optional('tag', tag, (key) => key),
    announceDays: Math.min(afterDays, Number.parseInt(announceBefore, 10)),
  };
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
