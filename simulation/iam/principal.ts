import { accountPrincipalArn } from '../../federation/arn';
import type { Partition } from '../../federation/partition';

/** Who makes a call: an IAM user who administers the account, or a session of a role. */
export type Principal =
  { readonly kind: 'user'; readonly account: string; readonly arn: string; readonly userName: string } | RoleSession;

/** A session of a role; `arn` is the role's. */
export interface RoleSession {
  readonly kind: 'role';
  readonly account: string;
  readonly arn: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** ARN of the OIDC provider whose token the session was given for. */
  readonly federatedProvider?: string;
}

/** An IAM user of an account who may do everything there. */
export const administrator = (partition: Partition, account: string, userName = 'somebody'): Principal => ({
  kind: 'user',
  account,
  arn: accountPrincipalArn(partition, account).replace(/root$/, `user/${userName}`),
  userName,
});

/** A session of a role, by the role's ARN. */
export const roleSession = (roleArn: string, sessionName: string): RoleSession => ({
  kind: 'role',
  account: roleArn.split(':')[4] ?? '',
  arn: roleArn,
  roleName: roleArn.slice(roleArn.lastIndexOf('/') + 1),
  sessionName,
});

/** A session that was given for a token of an OIDC provider. */
export const federatedSession = (roleArn: string, sessionName: string, federatedProvider: string): RoleSession => ({
  ...roleSession(roleArn, sessionName),
  federatedProvider,
});
