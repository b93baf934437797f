import { entraIssuer } from '../../../federation/issuer';
import { anyTexts, select, selectBelow, textBelow } from '../documents/draft';
import { duplicates } from './duplicates';
import type { Check } from './check';

/** Names and issuers of identity providers are unique: an account can have one provider for an issuer. */
export const checkIdentityProviders: Check = (draft) => {
  const providers = select(draft, 'IdentityProviders', ['identityProviders', '*']);
  const names = anyTexts(providers.flatMap((each) => selectBelow(each, ['name'])));
  const issuers = providers.flatMap((each) => {
    const tenant = textBelow(each, 'tenantId');
    const cloud = textBelow(each, 'cloud')?.value ?? 'public';
    if (tenant === undefined || (cloud !== 'public' && cloud !== 'usgovernment' && cloud !== 'china')) return [];
    return [{ ...tenant, value: entraIssuer(cloud, tenant.value) }];
  });
  return [
    ...duplicates(
      names,
      'duplicate-name',
      (name, also) => `The identity provider \`${name}\` is ${also}. Names are unique; rename one, or remove it.`,
    ),
    ...duplicates(
      issuers,
      'conflicting-values',
      (issuer, also) =>
        `The issuer ${issuer} is ${also}. An account has one provider for an issuer; remove one of the two.`,
    ),
  ];
};
