import { type CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import { names } from '../../federation/names';
import { triggerOfIamCall } from '../../federation/triggers';
import { addBusRule } from './bus-rule';
import type { FactoryArns } from './factory-arns';

/** The IAM calls that can change a verdict or break a binding and have not failed, as an event pattern. */
export const forwardedIamCalls = {
  source: ['aws.iam'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['iam.amazonaws.com'],
    eventName: Object.keys(triggerOfIamCall).sort(),
    errorCode: [{ exists: false }],
  },
};

/**
 * Forwards the IAM calls that can change a verdict or break a binding. Failed calls stay behind, and so do the factory's own, which would
 * come back for ever. A call by an IAM user or by root has no session issuer at all, and `anything-but` does not match
 * what is absent: hence the two branches of `$or`.
 */
export const addForwarding = (stack: Stack, arns: FactoryArns, condition: CfnCondition | undefined): void => {
  const accessRole = Fn.sub(`arn:${arns.partition}:iam::\${AWS::AccountId}:role/${names.accessRole}`);
  const issuer = (arn: unknown): unknown => ({ userIdentity: { sessionContext: { sessionIssuer: { arn: [arn] } } } });
  addBusRule(
    stack,
    {
      logicalId: 'Forwarding',
      ruleName: names.forwardingRule,
      roleName: names.forwardingRole,
      description:
        'Calls on IAM roles and OIDC providers that can change a verdict or break a binding, except failed ones and those of oidc-factory itself.',
      eventPattern: {
        ...forwardedIamCalls,
        detail: {
          ...forwardedIamCalls.detail,
          $or: [issuer({ exists: false }), issuer({ 'anything-but': accessRole })],
        },
      },
    },
    arns,
    condition,
  );
};
