import { roleArn } from '../../../federation/arn';
import { isLiteral } from '../../../federation/pattern';
import { isObject } from '../../../federation/trust/json';
import type { ExpectExchangeStep } from '../../../schemas/generated/documents/scenario.types';
import { castRole } from '../cast';
import type { Detail, StepReport } from '../report';
import { named, type CastRole, type Stage, type Tenant } from '../stage';

/** What came of an attempt: where it ended, and why. */
type Attempt =
  | { readonly result: 'granted'; readonly details: readonly Detail[] }
  | { readonly result: 'denied'; readonly details: readonly Detail[] };

/** Who asks, and what for: what the outside job has been told beforehand. */
interface Caller {
  readonly clientId: string;
  readonly jobSubject: string;
  readonly audience: string;
}

/** An outside job signs in to Entra with a token of its own and takes what it gets to AWS STS. */
export const expectExchange = async (step: ExpectExchangeStep, stage: Stage): Promise<StepReport> => {
  const role = castRole(stage, step.account, step.role);
  const tenant = named(stage.tenants, role.identityProvider);
  const caller = callerOf(step.as, role, tenant, stage);
  const attempt =
    typeof caller === 'string'
      ? refused('denied by the scenario', caller)
      : await exchange(caller, role, tenant, stage);
  return {
    title: `exchange a token as ${step.as} for ${step.role} in ${step.account}`,
    details: attempt.details,
    ...(attempt.result !== step.result && {
      failure: `The scenario expects ${step.result}; the exchange was ${attempt.result}.`,
    }),
  };
};

const exchange = async (
  { clientId, jobSubject, audience }: Caller,
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
    return refused('denied by Entra', typeof said === 'string' ? said : `status ${signIn.status}`);
  }
  const { id } = organization.organization.account(role.account);
  const answer = await organization.assumeRoleWithWebIdentity({
    roleArn: roleArn(policy.organization.partition, id, role.path, role.roleName),
    webIdentityToken: token,
    roleSessionName: 'rehearsal',
  });
  if (answer.decision === 'denied') return refused('denied', answer.reason);
  const { credentials, subject } = answer;
  return {
    result: 'granted',
    details: [
      { label: 'granted', text: `${credentials.accessKeyId}, expires ${credentials.expiration.toISOString()}` },
      { label: 'token', text: `aud ${answer.audience}\nsub ${subject}` },
    ],
  };
};

/** Who the caller is; a sentence where the story has not come so far that there could be one. */
const callerOf = (as: ExpectExchangeStep['as'], role: CastRole, tenant: Tenant, stage: Stage): Caller | string => {
  const { id } = stage.organization.organization.account(role.account);
  const bound = stage.organization
    .outcomes()
    .filter((event) => event['detail-type'] === 'Role Bound')
    .map(({ detail }) => detail)
    .findLast((detail) => detail['account'] === id && detail['role'] === role.roleName);
  const { clientId, audience, policy: policyName } = bound ?? {};
  if (typeof clientId !== 'string' || typeof audience !== 'string')
    return 'The factory has not announced a binding for the role.';
  if (as === 'stranger') return { clientId: tenant.stranger.clientId, jobSubject: tenant.strangerSubject, audience };

  const credentials = stage.policy.policies.find(({ name }) => name === policyName)?.federatedCredentials;
  const tagged = credentials?.tag === undefined ? undefined : role.tags[credentials.tag];
  const literal = credentials?.allowed.flatMap(({ subjects }) => subjects).find(isLiteral);
  const jobSubject = tagged ?? literal;
  return jobSubject === undefined
    ? 'No outside job is meant to sign in for the role.'
    : { clientId, jobSubject, audience };
};

const refused = (label: string, text: string): Attempt => ({ result: 'denied', details: [{ label, text }] });
