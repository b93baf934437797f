import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import { names } from '../../federation/names';
import { partitions } from '../../federation/partition';
import type { Clock, Organizations } from '../../federation/ports';
import type { AccountClientSettings } from './accounts';
import { attempt } from './failures';
import { managementSession, type ManagementPlace } from './management-session';
import { organizationCalls } from './organization-calls';

/** AWS Organizations through the reader role in the management account. */
export const createOrganizations = (
  sts: STSClient,
  place: ManagementPlace,
  clock: Clock,
  settings: AccountClientSettings = { maxAttempts: 4, retryMode: 'adaptive' },
): Organizations => ({
  open: managementSession(sts, place, names.organizationReader, clock, (credentials) => {
    const region = partitions[place.partition].organizationsEventRegion;
    const client = new OrganizationsClient({ ...settings, region, credentials });
    return organizationCalls(client, (call, run) => attempt(`AWS Organizations cannot be read by ${call}.`, run));
  }),
});
