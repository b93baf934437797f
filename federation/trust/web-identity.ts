import { oidcProviderArn } from '../arn';
import { hostAndPathOf, isBuiltInIssuer } from '../issuer';
import type { Partition } from '../partition';
import type { WebIdentityClaims } from '../../schemas/generated/tokens/web-identity-claims.types';
import type { ConditionResult, RequestContext } from './conditions';
import { evaluateTrust, type TrustRequest } from './evaluate';
import { usualCause, type UsualCause } from './usual-causes';

/** Whether STS would give a token's bearer credentials of a role, as far as token and trust policy say; statements count from 0. */
export type Assumption =
  | { readonly decision: 'granted'; readonly statement: number; readonly audience: string }
  | {
      readonly decision: 'denied';
      /** The check that refuses: the token's times, or the trust policy. */
      readonly check: 'expiry' | 'trust';
      /** A sentence. */
      readonly because: string;
      readonly statement?: number;
      readonly condition?: ConditionResult;
      readonly cause?: UsualCause;
    };

/**
 * Asks of a trust policy whether it admits a token, as AssumeRoleWithWebIdentity would. What it cannot see is the token's
 * signature, and whether the account's OIDC provider lists the audience.
 */
export const decideAssumption = (
  { partition, account }: { readonly partition: Partition; readonly account: string },
  trustPolicy: string,
  claims: WebIdentityClaims,
  now: Date,
): Assumption => {
  const expiry = wrongTime(claims, now);
  if (expiry !== undefined) return { decision: 'denied', check: 'expiry', because: expiry };

  const issuer = hostAndPathOf(claims.iss);
  const arn = isBuiltInIssuer(issuer) ? issuer : oidcProviderArn(partition, account, issuer);
  const provider = { arn, issuer: claims.iss };
  const answers = audiencesOf(claims).map((audience) => ({
    audience,
    answer: evaluateTrust(trustPolicy, webIdentityRequest(provider, claims, audience)),
  }));
  for (const { audience, answer } of answers)
    if (answer.decision === 'granted') return { decision: 'granted', statement: answer.statement, audience };
  const denied = answers[0]?.answer;
  if (denied?.decision !== 'denied') return { decision: 'denied', check: 'trust', because: 'The token is for nobody.' };
  const cause = usualCause(trustPolicy, claims, denied);
  return { ...denied, check: 'trust', ...(cause && { cause }) };
};

/** Whom STS takes a token to be for: where it names the party that it was issued to, that one alone. */
export const audiencesOf = ({ aud, azp }: Pick<WebIdentityClaims, 'aud' | 'azp'>): readonly string[] =>
  listOf(azp ?? aud);

/** The request that a token makes of a trust policy; condition keys bear the issuer's name, slash at its end and all. */
export const webIdentityRequest = (
  provider: { readonly arn: string; readonly issuer: string },
  { sub, amr }: { readonly sub: string; readonly amr?: string | readonly string[] | undefined },
  audience: string,
): TrustRequest => {
  const key = hostAndPathOf(provider.issuer).toLowerCase();
  const context: RequestContext = {
    [`${key}:aud`]: [audience],
    [`${key}:sub`]: [sub],
    ...(amr !== undefined && { [`${key}:amr`]: listOf(amr) }),
  };
  return {
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { kind: 'federated', arn: provider.arn },
    context,
  };
};

const wrongTime = ({ exp, nbf }: WebIdentityClaims, now: Date): string | undefined => {
  const seconds = now.getTime() / 1000;
  if (exp !== undefined && exp <= seconds) return `The token has expired, at ${timeOf(exp)}. Get a new one.`;
  if (nbf !== undefined && nbf > seconds) return `The token is valid from ${timeOf(nbf)} only. Compare the clocks.`;
  return undefined;
};

/** Times beyond what a date can be are told as they are. */
const timeOf = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
};

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
