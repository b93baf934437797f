import type { CompiledPolicy, IdentityProvider } from '../compiled-policy';
import { placeholderAudience } from '../names';
import { isLive } from '../standing';
import type { AccountObservation } from './observation';

/** IAM keeps at most so many audiences in a provider. Source: the IAM user guide, «IAM and AWS STS quotas». */
export const audienceQuota = 100;

/**
 * What an account's OIDC provider lacks. `create`: it is missing, and roles need it; before that, the baseline is still to
 * bring it. `add-standing-audience`: a stack update has wiped it. `full`: there is no room for it, nor for another one.
 */
export interface ProviderNeed {
  readonly kind: 'create' | 'add-standing-audience' | 'full';
  readonly identityProvider: IdentityProvider;
}

/**
 * Says what the providers of an account lack.
 * @param requests the workflows that are going to be started there.
 */
export const providerNeeds = (
  { providers, bindings }: Pick<AccountObservation, 'providers' | 'bindings'>,
  requests: readonly unknown[],
  { identityProviders }: CompiledPolicy,
): readonly ProviderNeed[] => {
  const isNeeded = bindings.some(isLive) || requests.length > 0;
  return identityProviders.flatMap((identityProvider): readonly ProviderNeed[] => {
    const observed = providers.get(identityProvider.name);
    if (observed === undefined) return isNeeded ? [{ kind: 'create', identityProvider }] : [];
    if (observed.audiences.length >= audienceQuota) return [{ kind: 'full', identityProvider }];
    return observed.audiences.includes(placeholderAudience)
      ? []
      : [{ kind: 'add-standing-audience', identityProvider }];
  });
};
