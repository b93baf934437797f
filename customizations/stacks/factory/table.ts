import { CfnDeletionPolicy, type CfnResource, type Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { names } from '../../../federation/names';

/**
 * Adds the table. It is retained and has a fixed name, so one left behind by a failed first deployment would block the
 * second: hence it is made after everything that is likely to fail, and before messages are taken in.
 */
export const addTable = (
  stack: Stack,
  order: { readonly after: readonly CfnResource[]; readonly before: CfnResource },
): CfnTable => {
  const table = new CfnTable(stack, 'Table', {
    tableName: names.table,
    billingMode: 'PAY_PER_REQUEST',
    attributeDefinitions: [
      { attributeName: 'pk', attributeType: 'S' },
      { attributeName: 'sk', attributeType: 'S' },
    ],
    keySchema: [
      { attributeName: 'pk', keyType: 'HASH' },
      { attributeName: 'sk', keyType: 'RANGE' },
    ],
    timeToLiveSpecification: { attributeName: 'expiresAt', enabled: true },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    sseSpecification: { sseEnabled: true },
    deletionProtectionEnabled: true,
  });
  table.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  table.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  for (const resource of order.after) table.addResourceDependency(resource);
  order.before.addResourceDependency(table);
  return table;
};
