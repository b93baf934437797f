import {
  type BindingPolicy,
  type CompiledPolicy,
  type IdentityProvider,
  isBindingPolicy,
  isOutsidePolicy,
  type OutsidePolicy,
  type OutsideProvider,
  type Policy,
} from './compiled-policy';
import type { OutsideRules } from './trust/outside-statements';

/** A policy together with the provider that it is about. */
export type Terms =
  | { readonly kind: 'binding'; readonly policy: BindingPolicy; readonly provider: IdentityProvider }
  | { readonly kind: 'outside'; readonly policy: OutsidePolicy; readonly provider: OutsideProvider };

/** The terms of a policy; undefined where it names no provider that there is, or one of the other sort. */
export const termsOf = (
  deciding: Policy,
  { identityProviders, outsideProviders }: CompiledPolicy,
): Terms | undefined => {
  const isNamed = ({ name }: { readonly name: string }): boolean => name === deciding.identityProvider;
  if (isOutsidePolicy(deciding)) {
    const provider = outsideProviders.find(isNamed);
    return provider === undefined ? undefined : { kind: 'outside', policy: deciding, provider };
  }
  const provider = identityProviders.find(isNamed);
  return provider === undefined || !isBindingPolicy(deciding)
    ? undefined
    : { kind: 'binding', policy: deciding, provider };
};

/** What a policy for an outside issuer lets trust statements say. */
export const rulesOf = ({ policy, provider }: Extract<Terms, { kind: 'outside' }>): OutsideRules => ({
  policy: policy.name,
  subjects: policy.caller.subjects,
  audiences: provider.audiences,
});
