import { select, texts } from '../documents/draft';
import { accountProblems, knownAccounts } from './known-accounts';
import type { Check } from './check';

/** Wherever an account is named, it is one of the lock file. */
export const checkAccounts: Check = (draft) => {
  const accounts = knownAccounts(draft);
  return [
    select(draft, 'Organization', ['organization', 'managementAccount']),
    select(draft, 'Organization', ['factory', 'account', 'id']),
    select(draft, 'Organization', ['targets', 'excludedAccounts', '*']),
    select(draft, 'IdentityProviders', ['identityProviders', '*', 'existingIn', '*']),
    select(draft, 'Policies', ['policies', '*', 'match', 'accounts', 'ids', '*']),
    select(draft, 'Policies', ['policies', '*', 'match', 'except', 'accounts', 'ids', '*']),
    select(draft, 'Policies', ['policies', '*', 'overrides', '*', 'accounts', 'ids', '*']),
    select(draft, 'Bindings', ['bindings', '*', 'account']),
    select(draft, 'HandOvers', ['handOvers', '*', 'account']),
    select(draft, 'Exemptions', ['exemptions', '*', 'account']),
  ].flatMap((selected) => texts(selected).flatMap((each) => accountProblems(accounts, each)));
};
