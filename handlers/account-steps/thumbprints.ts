import type { IdentityProvider } from '../../federation/compiled-policy';
import { providerThumbprint } from '../../federation/names';
import type { ObservedProvider } from '../../federation/observed';
import type { AccountIam } from '../../federation/ports';
import { sameItems } from '../../federation/same-items';

/**
 * Puts the thumbprint back where somebody has changed the list of a provider of the factory's. Providers of somebody else,
 * by `existingIn`, keep theirs; so does one whose list was not read.
 */
export const keepThumbprints = async (
  { issuer, existingIn = [] }: IdentityProvider,
  account: string,
  { thumbprints }: Pick<ObservedProvider, 'thumbprints'>,
  iam: Pick<AccountIam, 'updateThumbprints'>,
): Promise<'kept' | 'restored'> => {
  if (thumbprints === undefined || existingIn.includes(account)) return 'kept';
  const lower = (one: string): string => one.toLowerCase();
  if (sameItems(thumbprints.map(lower), [providerThumbprint])) return 'kept';
  await iam.updateThumbprints(issuer, [providerThumbprint]);
  return 'restored';
};
