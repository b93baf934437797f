import { didYouMean } from '../../customizations/configuration';
import { accountScope, policyScope, unitScope, type PauseScope } from '../../federation/pauses';
import type { CheckedProject } from '../project';
import type { ToldFailure } from '../tell-failure';

/** What somebody has typed; everything, where nothing is given. */
export interface ScopeWords {
  /** An id, or a name of the lock file. */
  readonly account?: string;
  /** A path or an id of the lock file. */
  readonly organizationalUnit?: string;
  readonly policy?: string;
}

/** Finds out what is meant, or says why it cannot be. */
export const readScope = (words: ScopeWords, project: Pick<CheckedProject, 'policy'>): PauseScope | ToldFailure => {
  const { account, organizationalUnit, policy } = words;
  if ([account, organizationalUnit, policy].filter((word) => word !== undefined).length > 1)
    return invalid('Give one of `--account`, `--organizational-unit` and `--policy`, or none of them for everything.');
  if (account !== undefined) {
    const id = readAccount(account, project);
    return typeof id === 'string' ? accountScope(id) : id;
  }
  if (organizationalUnit !== undefined) return unitOf(organizationalUnit, project);
  return policy === undefined ? 'everything' : policyOf(policy, project);
};

/** A scope in words, with the names that the lock file has today. */
export const nameScope = (scope: PauseScope, { policy }: Pick<CheckedProject, 'policy'>): string => {
  const [kind = '', name = ''] = scope.split(':');
  if (kind === 'account')
    return `account ${policy.accounts[name]?.name ?? 'that the lock file does not know'} (${name})`;
  if (kind === 'organizational-unit')
    return `unit ${policy.organizationalUnits[name] ?? 'that the lock file does not know'} (${name})`;
  return kind === 'policy' ? `policy ${name}` : kind;
};

/** The id of an account that the lock file has, by its id or name, or why there is none. */
export const readAccount = (idOrName: string, { policy }: Pick<CheckedProject, 'policy'>): string | ToldFailure => {
  const accounts = Object.values(policy.accounts);
  const isMeant = ({ id, name }: (typeof accounts)[number]): boolean =>
    id === idOrName || name.toLowerCase() === idOrName.toLowerCase();
  const found = accounts.filter(isMeant);
  const [one] = found;
  if (one === undefined)
    return unknown('account', idOrName, /^[0-9]+$/.test(idOrName) ? [] : accounts.map(({ name }) => name));
  return found.length === 1
    ? one.id
    : invalid(`Several accounts are called \`${idOrName}\`: ${found.map(({ id }) => id).join(', ')}. Give the id.`);
};

const unitOf = (pathOrId: string, { policy }: Pick<CheckedProject, 'policy'>): PauseScope | ToldFailure => {
  const found = Object.entries(policy.organizationalUnits).find(([id, path]) => id === pathOrId || path === pathOrId);
  return found === undefined
    ? unknown('organizational unit', pathOrId, Object.values(policy.organizationalUnits))
    : unitScope(found[0]);
};

const policyOf = (name: string, { policy }: Pick<CheckedProject, 'policy'>): PauseScope | ToldFailure => {
  const known = new Set(policy.policies.map((each) => each.name));
  if (known.has(name)) return policyScope(name);
  return invalid(`There is no policy \`${name}\`.${didYouMean(name, known)} Nothing was written.`);
};

const unknown = (kind: string, word: string, candidates: readonly string[]): ToldFailure =>
  invalid(
    `The lock file has no ${kind} \`${word}\`.${didYouMean(word, candidates)} Nothing was written; \`oidc-factory lock\` renews the file.`,
  );

const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
