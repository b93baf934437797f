import { createLocalJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { parseArn } from '../../federation/arn';
import { hostAndPathOf } from '../../federation/issuer';
import type { ConditionResult } from '../../federation/trust/conditions';
import { evaluateTrust } from '../../federation/trust/evaluate';
import { webIdentityRequest } from '../../federation/trust/web-identity';
import type { Cloud, World } from '../cloud';
import { textsOf } from '../json';
import { federatedSession, type RoleSession, type StoredProvider, type StoredRole } from '../iam';
import type { Credentials } from './credentials';

/** A request for credentials with somebody else's token. */
export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly webIdentityToken: string;
  readonly roleSessionName: string;
  /** In seconds, from 900 to the role's longest session; 3600 unless given. */
  readonly durationSeconds?: number;
}

/** The check that refused. */
export type WebIdentityCheck =
  'token' | 'role' | 'provider' | 'issuer' | 'signature' | 'expiry' | 'audience' | 'duration' | 'trust';

/** What STS answers; a refusal says which check it was, and which condition. */
export type WebIdentityAnswer =
  | {
      readonly decision: 'granted';
      readonly credentials: Credentials;
      /** Whom the credentials make their bearer. */
      readonly session: RoleSession;
      readonly roleArn: string;
      readonly audience: string;
      readonly subject: string;
      /** The statement of the trust policy that admits the caller; counts from 0. */
      readonly statement: number;
    }
  | {
      readonly decision: 'denied';
      readonly check: WebIdentityCheck;
      readonly reason: string;
      readonly condition?: ConditionResult;
    };

type Refusal = Extract<WebIdentityAnswer, { decision: 'denied' }>;
type Verified = { readonly decision: 'verified'; readonly claims: JWTPayload } | Refusal;

/** Checks a token and a role's trust policy as AssumeRoleWithWebIdentity does; `issue` makes the credentials. */
export const assumeRoleWithWebIdentity = async (
  world: World,
  cloud: Cloud,
  request: WebIdentityRequest,
  issue: (durationSeconds: number) => Credentials,
): Promise<WebIdentityAnswer> => {
  const role = findRole(world, cloud, request.roleArn);
  if (role === undefined) return refuse('role', `There is no role ${request.roleArn} that could be assumed.`);
  const issuer = issuerOf(request.webIdentityToken);
  if (issuer === undefined) return refuse('token', 'The token is no JSON Web Token with an issuer.');
  const provider = cloud.iam(parseArn(role.arn)?.account ?? '').providers.get(hostAndPathOf(issuer));
  if (provider === undefined) return refuse('provider', `The account has no OIDC provider for ${issuer}.`);

  const verified = await verify(world, request.webIdentityToken, issuer);
  if (verified.decision === 'denied') return verified;
  return decide(role, provider, verified.claims, request, issue);
};

const decide = (
  role: StoredRole,
  provider: StoredProvider,
  claims: JWTPayload,
  { durationSeconds = 3600, roleSessionName }: WebIdentityRequest,
  issue: (durationSeconds: number) => Credentials,
): WebIdentityAnswer => {
  const subject = claims.sub ?? '';
  // Where a token names the party that it was issued to, STS compares that one.
  const audiences = textsOf(claims['azp'] ?? claims.aud);
  const audience = audiences.find((one) => provider.audiences.has(one));
  if (audience === undefined) {
    return refuse(
      'audience',
      `The token is for ${audiences.join(', ') || 'nobody'}, which is no audience of the OIDC provider.`,
    );
  }
  if (durationSeconds < 900 || durationSeconds > role.maxSessionDurationSeconds) {
    return refuse(
      'duration',
      `The role's sessions last from 900 to ${role.maxSessionDurationSeconds} s, not ${durationSeconds} s.`,
    );
  }
  const amr = claims['amr'];
  const asked = webIdentityRequest(provider, { sub: subject, amr: amr === undefined ? amr : textsOf(amr) }, audience);
  const decision = evaluateTrust(role.trustPolicy, asked);
  if (decision.decision === 'denied') {
    return refuse('trust', `The trust policy does not admit the caller. ${decision.because}`, decision.condition);
  }
  return {
    decision: 'granted',
    credentials: issue(durationSeconds),
    session: federatedSession(role.arn, roleSessionName, provider.arn),
    roleArn: role.arn,
    audience,
    subject,
    statement: decision.statement,
  };
};

const findRole = (world: World, cloud: Cloud, roleArn: string): StoredRole | undefined => {
  const account = parseArn(roleArn)?.account ?? '';
  if (!world.organization.has(account) || world.organization.isClosed(account)) return undefined;
  return [...cloud.iam(account).roles.values()].find((role) => role.arn === roleArn);
};

const issuerOf = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};

const verify = async (world: World, token: string, issuer: string): Promise<Verified> => {
  const keys = world.issuers.get(issuer);
  if (keys === undefined) return refuse('issuer', `Nobody answers at ${issuer}, so the token's keys cannot be read.`);
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(await keys.jwks()), {
      issuer,
      currentDate: world.clock.now(),
      algorithms: ['RS256'],
      requiredClaims: ['sub', 'aud', 'exp', 'iat'],
    });
    return { decision: 'verified', claims: payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refuse('expiry', 'The token has expired.');
    if (error instanceof errors.JWTClaimValidationFailed) {
      return error.claim === 'nbf'
        ? refuse('expiry', 'The token is not valid yet.')
        : refuse('token', `The token's claim ${error.claim} is missing or wrong.`);
    }
    if (error instanceof errors.JOSEError) return refuse('signature', `The token was not signed by ${issuer}.`);
    throw error;
  }
};

const refuse = (check: WebIdentityCheck, reason: string, condition?: ConditionResult): Refusal => ({
  decision: 'denied',
  check,
  reason,
  ...(condition && { condition }),
});
