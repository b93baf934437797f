import { Aws, CfnCondition, type CfnResource, Fn, type Stack } from 'aws-cdk-lib';

/**
 * The condition that an account is none of these; undefined where there is none to leave out. Exclusions are conditions
 * and never a shorter list of targets: a list of accounts made at synthesis would drop the accounts vended since.
 * `Fn.conditionOr` nests, because CloudFormation takes ten operands at most.
 */
export const exclusionOf = (
  stack: Stack,
  accounts: readonly string[],
  logicalId = 'InScope',
): CfnCondition | undefined => {
  const sorted = [...new Set(accounts)].sort();
  if (sorted.length === 0) return undefined;
  const excluded = sorted.map((account) => Fn.conditionEquals(Aws.ACCOUNT_ID, account));
  return new CfnCondition(stack, logicalId, { expression: Fn.conditionNot(Fn.conditionOr(...excluded)) });
};

/** Deploys resources only where a condition holds. */
export const onlyWhere = (condition: CfnCondition | undefined, ...resources: readonly CfnResource[]): void => {
  if (condition === undefined) return;
  for (const resource of resources) resource.cfnOptions.condition = condition;
};
