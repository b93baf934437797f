import { roleArn } from '../../../federation/arn';
import { hostAndPathOf } from '../../../federation/issuer';
import { isLiteral } from '../../../federation/pattern';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { isObject } from '../../../federation/trust/json';
import { isClaimKey } from '../../../federation/trust/managed-statements';
import type { ExpectExchangeStep } from '../../../schemas/generated/documents/scenario.types';
import { castKey, castRole } from '../cast';
import type { Detail, StepReport } from '../report';
import { named, type CastRole, type Stage, type Tenant } from '../stage';
import { handMade } from './by-hand';
import { squatterSubject } from './squat-application';

/**
 * What came of an attempt: where it ended, and why. `denied` is always somebody's answer, Entra's or that of AWS STS;
 * where there was nothing to ask with, the exchange was `impossible`, which no scenario can expect.
 */
interface Attempt {
  readonly result: 'granted' | 'denied' | 'impossible';
  readonly details: readonly Detail[];
}

/** Who asks, and what for: what the outside job has been told beforehand. */
interface Caller {
  readonly clientId: string;
  readonly jobSubject: string;
  /** The audiences that the job tries, one after the other, until a token is granted. */
  readonly audiences: readonly string[];
}

/** An outside job signs in to Entra with a token of its own and takes what it gets to AWS STS. */
export const expectExchange = async (step: ExpectExchangeStep, stage: Stage): Promise<StepReport> => {
  const role = castRole(stage, step.account, step.role);
  const tenant = named(stage.tenants, role.identityProvider);
  const caller = callerOf(step.as, role, tenant, stage);
  const attempt =
    typeof caller === 'string' ? ended('impossible', 'impossible', caller) : await tryAll(caller, role, tenant, stage);
  const asked = attempt.result === 'impossible' ? ': nobody was asked' : '';
  const met = attempt.result === step.result;
  return {
    title: `exchange a token as ${step.as} for ${step.role} in ${step.account}`,
    met,
    details: attempt.details,
    ...(!met && { failure: `The scenario expects ${step.result}; the exchange was ${attempt.result}${asked}.` }),
  };
};

const tryAll = async (caller: Caller, role: CastRole, tenant: Tenant, stage: Stage): Promise<Attempt> => {
  const refusals: Detail[] = [];
  for (const audience of caller.audiences) {
    const attempt = await exchange({ ...caller, audience }, role, tenant, stage);
    if (attempt.result === 'granted') return attempt;
    refusals.push(...attempt.details);
  }
  return { result: 'denied', details: refusals };
};

const exchange = async (
  { clientId, jobSubject, audience }: Omit<Caller, 'audiences'> & { readonly audience: string },
  role: CastRole,
  { entra }: Tenant,
  stage: Stage,
): Promise<Attempt> => {
  const { github, organization, policy } = stage;
  const assertion = await github.jobToken({ subject: jobSubject });
  const signIn = await entra.signIn({ clientId, assertion, scope: `${audience}/.default` });
  const token = isObject(signIn.body) ? signIn.body['access_token'] : undefined;
  if (typeof token !== 'string') {
    const said: unknown = isObject(signIn.body) ? signIn.body['error_description'] : undefined;
    return ended('denied', 'denied by Entra', typeof said === 'string' ? said : `status ${signIn.status}`);
  }
  const { id } = organization.organization.account(role.account);
  const answer = await organization.assumeRoleWithWebIdentity({
    roleArn: roleArn(policy.organization.partition, id, role.path, role.roleName),
    webIdentityToken: token,
    roleSessionName: 'rehearsal',
  });
  if (answer.decision === 'denied') return ended('denied', 'denied', answer.reason);
  const { credentials, subject } = answer;
  return {
    result: 'granted',
    details: [
      { label: 'granted', text: `${credentials.accessKeyId}, expires ${credentials.expiration.toISOString()}` },
      { label: 'token', text: `aud ${answer.audience}\nsub ${subject}` },
    ],
  };
};

/** Who the caller is; a sentence where there is nobody who could ask. */
const callerOf = (as: ExpectExchangeStep['as'], role: CastRole, tenant: Tenant, stage: Stage): Caller | string => {
  const { id } = stage.organization.organization.account(role.account);
  const bound = stage.organization
    .outcomes()
    .filter((event) => event['detail-type'] === 'Role Bound')
    .map(({ detail }) => detail)
    .findLast((detail) => detail['account'] === id && detail['role'] === role.roleName);
  const { clientId, audience, policy: policyName } = bound ?? {};
  if (as === 'hand-made') {
    if (role.application === undefined) return 'The role was not created for an application that was made by hand.';
    const { clientId: own, jobSubject } = handMade(stage, role.application);
    return { clientId: own, jobSubject, audiences: [own] };
  }
  if (as !== 'own-application') {
    const squatter = stage.squatters.get(castKey(role.account, role.roleName));
    if (as === 'squatter' && squatter === undefined) return 'Nobody squats on the name of the role.';
    const audiences = new Set([...(typeof audience === 'string' ? [audience] : []), ...trustedAudiences(role, stage)]);
    return audiences.size === 0
      ? 'The trust policy names no audience that a token could be for.'
      : as === 'squatter' && squatter !== undefined
        ? { clientId: squatter.clientId, jobSubject: squatterSubject, audiences: [...audiences] }
        : { clientId: tenant.stranger.clientId, jobSubject: tenant.strangerSubject, audiences: [...audiences] };
  }
  if (typeof clientId !== 'string' || typeof audience !== 'string')
    return 'The factory has not announced a binding for the role, so no application is meant to sign in for it.';

  const credentials = stage.policy.policies.find(({ name }) => name === policyName)?.federatedCredentials;
  const tags = stage.organization.role(role.account, role.roleName)?.tags ?? role.tags;
  const tagged = credentials?.tag === undefined ? undefined : tags[credentials.tag];
  const literal = credentials?.allowed.flatMap(({ subjects }) => subjects).find(isLiteral);
  const jobSubject = tagged ?? literal;
  return jobSubject === undefined
    ? 'No outside job is meant to sign in for the role.'
    : { clientId, jobSubject, audiences: [audience] };
};

/**
 * What anybody can read of a role: the audiences of its trust policy as it stands, and where that names none, those of
 * the account's providers, any of which is then as good.
 */
const trustedAudiences = (role: CastRole, { organization, policy }: Stage): readonly string[] => {
  const trustPolicy = organization.role(role.account, role.roleName)?.trustPolicy ?? role.trustPolicy;
  const issuer = policy.identityProviders.find(({ name }) => name === role.identityProvider)?.issuer;
  if (issuer === undefined) return [];
  const hostAndPath = hostAndPathOf(issuer);
  const provider = { arn: '', hostAndPath };
  const written = (parseTrustPolicy(trustPolicy)?.statements ?? [])
    .flatMap(({ comparisons }) => comparisons)
    .filter(({ key }) => isClaimKey(key, provider, 'aud'))
    .flatMap(({ values }) => values)
    .filter(isLiteral);
  if (written.length > 0) return written;
  return organization
    .providers(role.account)
    .filter((one) => hostAndPathOf(one.issuer) === hostAndPath)
    .flatMap(({ audiences }) => audiences);
};

const ended = (result: 'denied' | 'impossible', label: string, text: string): Attempt => ({
  result,
  details: [{ label, text }],
});
