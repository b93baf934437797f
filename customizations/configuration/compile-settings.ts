import type { Caller, Match, OrganizationalUnitMatch, Policy } from '../../federation/compiled-policy';
import type { PolicySettings } from '../../schemas/generated/documents/policies.types';
import { sortedBy, sortedRecord, sortedSet } from './sorted';

/** One policy, with its defaults filled in and its lists as sorted sets. */
export const compileSettings = (settings: PolicySettings): Policy => ({
  name: settings.name,
  priority: settings.priority,
  match: compileMatch(settings.match),
  identityProvider: settings.identityProvider,
  caller: compileCaller(settings.caller),
  audience: settings.audience ?? 'per-role',
  federatedCredentials: compileCredentials(settings.federatedCredentials),
  limits: {
    ...optional('maxSessionDurationSeconds', settings.limits?.maxSessionDuration, secondsOf),
    requirePermissionsBoundary: settings.limits?.requirePermissionsBoundary ?? false,
  },
  onDelete: settings.onDelete ?? 'retire',
  enforcement: settings.enforcement ?? 'audit',
});

/** That it is one of the forms, and whole, has been checked before. */
const compileCaller = (caller: PolicySettings['caller']): Caller => {
  if (caller === 'own-application') return { kind: 'own-application' };
  const { shared, existing = [], audience = '' } = caller;
  return shared === undefined
    ? { kind: 'existing', principals: sortedSet(existing), audience }
    : { kind: 'shared', name: shared };
};

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

/** Organizational units as a sorted set, each in the form with `direct`. */
export const unitMatches = (
  units: readonly (string | OrganizationalUnitMatch)[],
): readonly OrganizationalUnitMatch[] => {
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
