import { createLocalJWKSet } from 'jose';
import type { IssuerKeys } from '../issuers';

type KeySet = ReturnType<typeof createLocalJWKSet>;

const known = new WeakMap<IssuerKeys, Promise<KeySet>>();

/** The keys of an issuer, to verify tokens with. A local issuer keeps its keys, so they are read once. */
export const verificationKeys = (issuer: IssuerKeys): Promise<KeySet> => {
  const found = known.get(issuer) ?? issuer.jwks().then((keys) => createLocalJWKSet(keys));
  known.set(issuer, found);
  return found;
};
