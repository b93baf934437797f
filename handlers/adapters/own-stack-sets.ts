import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { STSClient } from '@aws-sdk/client-sts';
import { roleArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import { names } from '../../federation/names';
import type { Clock, OwnStackSets } from '../../federation/ports';
import type { StackSetView } from '../../federation/stack-sets';
import type { AccountClientSettings } from './accounts';
import { assumeRole, sessionMilliseconds } from './assume-role';
import { attempt } from './failures';
import type { OrganizationPlace } from './organization-view';
import { stackSetCalls } from './stack-set-calls';

/**
 * StackSets through the role for stack instances in the management account, in the home region. A session is kept until
 * shortly before it ends; that the role cannot be assumed is asked for each time.
 */
export const createOwnStackSets = (
  sts: STSClient,
  { partition, managementAccount, homeRegion }: OrganizationPlace & { readonly homeRegion: string },
  clock: Clock,
  settings: AccountClientSettings = { maxAttempts: 4, retryMode: 'adaptive' },
): OwnStackSets => {
  let session: { readonly view: StackSetView; readonly until: number } | undefined;
  const arn = roleArn(partition, managementAccount, '/', names.stackInstances);
  return {
    open: async () => {
      const now = clock.now().getTime();
      if (session !== undefined && session.until > now) return session.view;
      try {
        const credentials = await assumeRole(sts, arn, 'AccessDenied');
        const client = new CloudFormationClient({ ...settings, region: homeRegion, credentials });
        const view = stackSetCalls(client, (call, run) =>
          attempt(`${call} fails in the management account ${managementAccount}.`, run, {
            OperationInProgressException: 'Locked',
          }),
        );
        session = { view, until: now + sessionMilliseconds };
        return view;
      } catch (error) {
        if (error instanceof Failure && error.code === 'AccessDenied') return undefined;
        throw error;
      }
    },
  };
};
