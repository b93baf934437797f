import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import { roleArn } from '../../federation/arn';
import { Failure } from '../../federation/failures';
import { names } from '../../federation/names';
import type { OrganizationView } from '../../federation/organization';
import { partitions, type Partition } from '../../federation/partition';
import type { Clock, Organizations } from '../../federation/ports';
import type { AccountClientSettings } from './accounts';
import { assumeRole, sessionMilliseconds } from './assume-role';
import { attempt } from './failures';
import { organizationCalls } from './organization-calls';

/** Where AWS Organizations is read. */
export interface OrganizationPlace {
  readonly partition: Partition;
  readonly managementAccount: string;
}

/**
 * AWS Organizations through the reader role in the management account. A session is kept for the life of the function,
 * until shortly before it ends; that the role cannot be assumed is asked for each time.
 */
export const createOrganizations = (
  sts: STSClient,
  { partition, managementAccount }: OrganizationPlace,
  clock: Clock,
  settings: AccountClientSettings = { maxAttempts: 4, retryMode: 'adaptive' },
): Organizations => {
  let session: { readonly view: OrganizationView; readonly until: number } | undefined;
  const arn = roleArn(partition, managementAccount, '/', names.organizationReader);
  return {
    open: async () => {
      const now = clock.now().getTime();
      if (session !== undefined && session.until > now) return session.view;
      try {
        const credentials = await assumeRole(sts, arn, 'AccessDenied');
        const region = partitions[partition].organizationsEventRegion;
        const client = new OrganizationsClient({ ...settings, region, credentials });
        const view = organizationCalls(client, (call, run) =>
          attempt(`AWS Organizations cannot be read by ${call}.`, run),
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
