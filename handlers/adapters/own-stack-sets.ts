import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { STSClient } from '@aws-sdk/client-sts';
import { names } from '../../federation/names';
import type { Clock, OwnStackSets } from '../../federation/ports';
import type { AccountClientSettings } from './accounts';
import { attempt } from './failures';
import { managementSession, type ManagementPlace } from './management-session';
import { stackSetCalls } from './stack-set-calls';

/** StackSets through the role for stack instances in the management account, in the home region. */
export const createOwnStackSets = (
  sts: STSClient,
  place: ManagementPlace & { readonly homeRegion: string },
  clock: Clock,
  settings: AccountClientSettings = { maxAttempts: 4, retryMode: 'adaptive' },
): OwnStackSets => ({
  open: managementSession(sts, place, names.stackInstances, clock, (credentials) => {
    const client = new CloudFormationClient({ ...settings, region: place.homeRegion, credentials });
    return stackSetCalls(client, (call, run) =>
      attempt(`${call} fails in the management account ${place.managementAccount}.`, run, {
        OperationInProgressException: 'Locked',
      }),
    );
  }),
});
