import type { CompiledPolicy, IdentityProvider } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';

/**
 * The identity provider of a name.
 * @throws Failure `InvalidInput` where the policy has none of that name.
 */
export const identityProviderNamed = (name: string | null, policy: CompiledPolicy): IdentityProvider => {
  const found = policy.identityProviders.find((provider) => provider.name === name);
  if (found === undefined)
    throw new Failure('InvalidInput', `The policy has no identity provider ${name ?? 'without a name'}.`);
  return found;
};
