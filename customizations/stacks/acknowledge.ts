import { type CfnResource, Validations } from 'aws-cdk-lib';

/** Says why a finding of the AWS Solutions rules does not apply to a resource. `rule` is its short id: `SQS3`. */
export const acknowledge = (resource: CfnResource, rule: string, reason: string): void => {
  Validations.of(resource).acknowledge({ id: `AwsSolutions-${rule}`, reason });
};

/**
 * Says why a role needs a wildcard. `resource` is the wildcard as it stands in the policy, with `<…>` for what
 * CloudFormation fills in.
 */
export const acknowledgeWildcard = (
  role: CfnResource,
  resource: string,
  { reason }: { readonly reason: string },
): void => {
  acknowledge(role, `IAM5[Resource::${resource}]`, reason);
};
