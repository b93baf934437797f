import { type Diagnostic, diagnostic } from '../diagnostics';
import { anyTexts, select, selectBelow, texts } from '../documents/draft';
import { didYouMean } from '../near-miss';
import { declaredNames } from './declared';
import { duplicates } from './duplicates';
import type { Check } from './check';

/** Names and priorities of policies are unique across all files, and their identity providers exist. */
export const checkPolicies: Check = (draft) => {
  const policies = select(draft, 'Policies', ['policies', '*']);
  const names = anyTexts(policies.flatMap((each) => selectBelow(each, ['name'])));
  const priorities = policies
    .flatMap((each) => selectBelow(each, ['priority']))
    .flatMap((each) => (typeof each.value === 'number' ? [each.with(each.value)] : []));
  const providers = declaredNames(draft, 'IdentityProviders', 'identityProviders', 'name');
  const unknown = texts(select(draft, 'Policies', ['policies', '*', 'identityProvider'])).flatMap(
    ({ value, position }): Diagnostic[] => {
      if (providers.names.has(value) || !providers.isComplete) return [];
      const message = `There is no identity provider \`${value}\`.${didYouMean(value, providers.names)} Add it to the identity providers, or name one of them.`;
      return [diagnostic(position, 'unknown-identity-provider', message)];
    },
  );
  return [
    ...duplicates(
      names,
      'duplicate-name',
      (name, also) => `The policy \`${name}\` is ${also}. Names are unique; rename one of the two.`,
    ),
    ...duplicates(
      priorities,
      'duplicate-priority',
      (priority, also) =>
        `The priority ${priority} is ${also}. Priorities are unique, so that it is plain which policy decides; change one of the two.`,
    ),
    ...unknown,
  ];
};
