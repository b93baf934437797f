import type { AccountFacts, CompiledPolicy } from '../../federation/compiled-policy';
import { currentFacts } from '../../federation/records';
import { compareText } from '../../federation/compare';
import { outOfScope } from '../../federation/verdict';
import type { ToldFailure } from '../tell-failure';

/**
 * The accounts that an inventory is to have: those in scope, or those of them that somebody names by id or name.
 * @param sighted accounts that the factory knows from lifecycle events; the lock file says more.
 */
export const wantedAccounts = (
  policy: CompiledPolicy,
  sighted: readonly AccountFacts[],
  named: readonly string[],
): readonly AccountFacts[] | ToldFailure => {
  const known = new Map(
    [...sighted, ...Object.values(policy.accounts)].map((account) => [
      account.id,
      currentFacts(account, policy.accounts[account.id]) ?? account,
    ]),
  );
  const all = [...known.values()].toSorted((one, other) => compareText(one.id, other.id));
  if (named.length === 0) return all.filter((account) => outOfScope(account, policy) === undefined);
  const wanted = new Map<string, AccountFacts>();
  for (const idOrName of named) {
    const found = all.filter(({ id, name }) => id === idOrName || name.toLowerCase() === idOrName.toLowerCase());
    const [one] = found;
    if (one === undefined)
      return invalid(`Nobody knows an account \`${idOrName}\`. Correct it, or run \`oidc-factory lock\`.`);
    if (found.length > 1)
      return invalid(
        `${found.length} accounts are called \`${idOrName}\`: ${found.map(({ id }) => id).join(', ')}. Give the id.`,
      );
    const outside = outOfScope(one, policy);
    if (outside !== undefined) return invalid(`${outside.because} Nothing is ever done there.`);
    wanted.set(one.id, one);
  }
  return [...wanted.values()];
};

const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
