import { createHash } from 'node:crypto';

/** The issuer of an account's outbound tokens; AWS gives each account an id of its own, here it follows from the account. */
export const outboundIssuerUrl = (account: string): string => {
  const hex = createHash('sha256').update(`outbound identity of ${account}`).digest('hex');
  return `https://${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}.tokens.sts.global.api.aws`;
};
