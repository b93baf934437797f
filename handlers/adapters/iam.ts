import type { IAMClient } from '@aws-sdk/client-iam';
import type { Partition } from '../../federation/partition';
import type { AccountIam } from '../../federation/ports';
import { accountProviders } from './iam-providers';
import { accountRoles } from './iam-roles';

/** IAM of one account, by a client that has the access role's credentials. */
export const createAccountIam = (client: IAMClient, partition: Partition, account: string): AccountIam => ({
  ...accountRoles(client, partition, account),
  ...accountProviders(client, partition, account),
});
