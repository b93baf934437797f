import { compareText } from '../compare';
import type { Candidate, KeptTerms } from './candidates';
import type { ImportedCaller } from './statement-claims';

/** A policy that is for some roles and for no other: each name is in each of the accounts, under the one path. */
export interface ImportedPolicy {
  readonly name: string;
  readonly priority: number;
  readonly accounts: readonly string[];
  readonly path: string;
  readonly roles: readonly string[];
  readonly identityProvider: string;
  readonly caller: ImportedCaller;
  readonly terms?: KeptTerms;
}

/** What an import adds to the configuration. */
export interface ImportedConfiguration {
  readonly policies: readonly ImportedPolicy[];
  /** Accounts that have a provider of their own already, by the name of the identity provider. */
  readonly existingIn: readonly { readonly name: string; readonly accounts: readonly string[] }[];
}

/**
 * Policies for roles, as few as can be without one being for a role that is none of them. They stand in one block of
 * priorities, which is asked before every other policy.
 * @param before the lowest priority of the other policies.
 */
export const importedPolicies = (candidates: readonly Candidate[], before: number): readonly ImportedPolicy[] => {
  const blocks = groupsOf(candidates, keyOf).flatMap((alike) =>
    groupsOf(accountsOfNames(alike), ({ accounts }) => accounts.join()).map((names) => ({ like: alike[0], names })),
  );
  const sorted = blocks
    .map(({ like, names }) => {
      const roles = names.map(({ role }) => role).sort(compareText);
      const { accounts } = names[0];
      return { like, accounts, roles, key: [keyOf(like), accounts.join(), roles.join()].join('\n') };
    })
    .toSorted((one, other) => compareText(one.key, other.key));
  return sorted.map(({ like: { path, identityProvider, caller, terms }, accounts, roles }, index) => ({
    name: `imported-${index + 1}`,
    priority: before - sorted.length + index,
    accounts,
    path,
    roles,
    identityProvider,
    caller,
    ...(terms !== undefined && { terms }),
  }));
};

/** In which accounts each name is. */
const accountsOfNames = (candidates: readonly Candidate[]) =>
  groupsOf(candidates, ({ role }) => role).map((those) => ({
    role: those[0].role,
    accounts: [...new Set(those.map(({ account }) => account))].sort(compareText),
  }));

const keyOf = ({ identityProvider, path, caller, terms }: Candidate): string =>
  JSON.stringify([identityProvider, path, caller, terms ?? null]);

type Some<T> = readonly [T, ...T[]];

/** Things with the same key, in the order in which they come. */
const groupsOf = <T>(things: readonly T[], key: (thing: T) => string): readonly Some<T>[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const group = groups.get(key(thing));
    if (group === undefined) groups.set(key(thing), [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
};
