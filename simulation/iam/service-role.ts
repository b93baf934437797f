import type { RequestContext } from '../../federation/trust/conditions';
import { evaluateTrust } from '../../federation/trust/evaluate';
import { AwsError } from '../errors';
import type { IamOf } from './authorizer';
import { roleSession, type RoleSession } from './principal';

/**
 * Takes a session of a role for an AWS service, as the role's trust policy lets it.
 * @throws AwsError `NoSuchEntity`, `AccessDenied`.
 */
export const assumeServiceRole = (
  iamOf: IamOf,
  service: string,
  roleArn: string,
  sessionName: string,
  context: RequestContext = {},
): RoleSession => {
  const session = roleSession(roleArn, sessionName);
  const role = iamOf(session.account).role(session.roleName);
  const decision = evaluateTrust(role.trustPolicy, {
    action: 'sts:AssumeRole',
    principal: { kind: 'service', name: service },
    context,
  });
  if (decision.decision === 'granted') return session;
  throw new AwsError('AccessDenied', `${service} may not assume ${roleArn} for ${sessionName}. ${decision.because}`);
};

/** What a service says of the resource for which it acts. */
export const sourceContext = (sourceArn: string): RequestContext => ({
  'aws:sourcearn': [sourceArn],
  'aws:sourceaccount': [sourceArn.split(':')[4] ?? ''],
  'aws:securetransport': ['true'],
});
