import type { STSClient } from '@aws-sdk/client-sts';
import { roleArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import type { Partition } from '../../federation/partition';
import type { Clock } from '../../federation/ports';
import { assumeRole, type AwsCredentials, sessionMilliseconds } from './assume-role';

/** Where the management account is. */
export interface ManagementPlace {
  readonly partition: Partition;
  readonly managementAccount: string;
}

/**
 * Opens a role of the management account. What is made of its credentials is kept for the life of the function, until
 * shortly before the session ends; undefined where the role cannot be assumed, which is asked for each time.
 */
export const managementSession = <View>(
  sts: STSClient,
  { partition, managementAccount }: ManagementPlace,
  role: string,
  clock: Clock,
  viewOf: (credentials: AwsCredentials) => View,
): (() => Promise<View | undefined>) => {
  let session: { readonly view: View; readonly until: number } | undefined;
  const arn = roleArn(partition, managementAccount, '/', role);
  return async () => {
    const now = clock.now().getTime();
    if (session !== undefined && session.until > now) return session.view;
    try {
      const view = viewOf(await assumeRole(sts, arn, 'AccessDenied'));
      session = { view, until: now + sessionMilliseconds };
      return view;
    } catch (error) {
      if (error instanceof Failure && error.code === 'AccessDenied') return undefined;
      throw error;
    }
  };
};
