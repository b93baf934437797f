import type { Stack } from 'aws-cdk-lib';
import { names } from '../../federation/names';
import { lifecycleEvents } from '../../federation/triggers';
import { addBusRule } from './bus-rule';
import type { FactoryArns } from './factory-arns';

/** Forwards the lifecycle events of Control Tower: an account was vended, or enrolled again, and that succeeded. */
export const addHook = (stack: Stack, arns: FactoryArns): void => {
  const succeeded = (status: string): unknown => ({ serviceEventDetails: { [status]: { state: ['SUCCEEDED'] } } });
  addBusRule(
    stack,
    {
      logicalId: 'Hook',
      ruleName: names.hookRule,
      roleName: names.hookRole,
      description: 'Accounts that Control Tower has vended or enrolled again.',
      eventPattern: {
        source: ['aws.controltower'],
        'detail-type': ['AWS Service Event via CloudTrail'],
        detail: {
          eventName: [...lifecycleEvents],
          $or: [succeeded('createManagedAccountStatus'), succeeded('updateManagedAccountStatus')],
        },
      },
    },
    arns,
    undefined,
  );
};
