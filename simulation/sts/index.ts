/**
 * STS of the organization: AssumeRole between accounts, AssumeRoleWithWebIdentity with the token verified and the trust
 * policy evaluated, and GetWebIdentityToken, by which a role gets a token for the outside.
 */
export type { Credentials } from './credentials';
export { Sts, type OutboundTokenRequest } from './sts';
export { type WebIdentityAnswer, type WebIdentityCheck, type WebIdentityRequest } from './web-identity';
export { outboundIssuerUrl } from './outbound';
