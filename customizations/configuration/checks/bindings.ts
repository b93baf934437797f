import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, textBelow, texts } from '../documents/draft';
import { didYouMean } from '../near-miss';
import { declaredNames } from './declared';
import { duplicates } from './duplicates';
import { knownAccounts } from './known-accounts';
import type { Check } from './check';

/** Bindings name policies that exist, and each role once. IAM compares role names without their case. */
export const checkBindings: Check = (draft) => {
  const policies = declaredNames(draft, 'Policies', 'policies', 'name');
  const unknown = texts(select(draft, 'Bindings', ['bindings', '*', 'policy'])).flatMap(
    ({ value, position }): Diagnostic[] => {
      if (policies.names.has(value) || !policies.isComplete) return [];
      const message = `There is no policy \`${value}\`.${didYouMean(value, policies.names)} Add it under config/policies, or name one that is there.`;
      return [diagnostic(position, 'unknown-policy', message)];
    },
  );
  const accounts = knownAccounts(draft);
  const roles = select(draft, 'Bindings', ['bindings', '*']).flatMap((each) => {
    const [account, role] = [textBelow(each, 'account'), textBelow(each, 'role')];
    if (account === undefined || role === undefined) return [];
    const [known, another] = accounts.find(account.value);
    const id = known === undefined || another !== undefined ? account.value.toLowerCase() : known.id;
    return [each.with({ account: account.value, role: role.value, key: `${id}/${role.value.toLowerCase()}` })];
  });
  return [
    ...unknown,
    ...duplicates(
      roles,
      'duplicate-name',
      ({ account, role }, also) =>
        `A binding of the role \`${role}\` in \`${account}\` is ${also}. Remove one of the two.`,
      ({ key }) => key,
    ),
  ];
};
