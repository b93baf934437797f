import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, placeName, select, type Selected, selectBelow, textBelow, texts } from '../documents/draft';
import type { Check } from './check';

/**
 * Policies that name the same shared caller say the same of it: it is one application, and has one plan. The first policy
 * in the order of the files is the one that the others are compared with.
 */
export const checkSharedCallers: Check = (draft) => {
  const first = new Map<string, Selected>();
  const aspects = aspectsOf(draft);
  return select(draft, 'Policies', ['policies', '*']).flatMap((policy): Diagnostic[] => {
    const name = textBelow(policy, 'caller', 'shared')?.value;
    if (name === undefined || selectBelow(policy, ['caller', 'existing']).length > 0) return [];
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, policy);
      return [];
    }
    return aspects
      .filter(({ key, of }) => isSound(policy, key) && isSound(earlier, key) && of(policy) !== of(earlier))
      .map(({ key }) => {
        const message = `The shared caller \`${name}\` has another \`${key}\` at ${placeName(placeOf(earlier, key))}. It is one application; write the same in both policies.`;
        return diagnostic(placeOf(policy, key), 'conflicting-values', message);
      });
  });
};

/** What the plan of the application depends on, in one form. */
const aspectsOf = (draft: Draft): readonly { readonly key: string; readonly of: (policy: Selected) => string }[] => [
  { key: 'identityProvider', of: (policy) => textBelow(policy, 'identityProvider')?.value ?? '' },
  { key: 'onDelete', of: (policy) => textBelow(policy, 'onDelete')?.value ?? defaultOnDelete(draft) },
  { key: 'federatedCredentials', of: (policy) => JSON.stringify(credentialsOf(policy)) },
];

const defaultOnDelete = (draft: Draft): string =>
  texts(select(draft, 'Organization', ['policyDefaults', 'onDelete']))[0]?.value ?? 'retire';

const credentialsOf = (policy: Selected): readonly string[] => {
  const pairs = selectBelow(policy, ['federatedCredentials', 'allowed', '*']).flatMap((allowed) => {
    const issuer = textBelow(allowed, 'issuer')?.value ?? '';
    return texts(selectBelow(allowed, ['subjects', '*'])).map(({ value }) => `${issuer}\n${value}`);
  });
  return [...new Set(pairs)].toSorted();
};

const isSound = ({ document, path }: Selected, key: string): boolean => document.isSound([...path, key]);

/** The key, or the policy where it has none. */
const placeOf = ({ document, path }: Selected, key: string) => document.at([...path, key]);
