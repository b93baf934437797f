import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { names } from '../../../federation/names';
import type { CompiledWorkflow } from '../../workflows/compiled-workflow';
import { acknowledge, acknowledgeWildcard } from '../acknowledge';
import type { FactoryArns } from '../factory-arns';
import { justifiedWildcards } from '../justified-wildcards';
import { logRetention } from '../limits';
import { policyDocument, trustOf } from '../policy-document';
import type { StackInput } from '../stack-input';
import type { Functions } from './functions';
import { distributedMapRights } from './rights';

/** Adds a state machine for each workflow, in the order of their names. */
export const addStateMachines = (
  stack: Stack,
  input: StackInput,
  arns: FactoryArns,
  functions: Functions,
): readonly CfnStateMachine[] => {
  // The prefix keeps Step Functions from growing a resource policy that has a limit of its own.
  const logs = new CfnLogGroup(stack, 'WorkflowLogs', {
    logGroupName: '/aws/vendedlogs/states/oidc-factory',
    retentionInDays: logRetention,
  });
  return [...input.workflows]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((workflow) => addStateMachine(stack, workflow, input, arns, functions, logs));
};

const addStateMachine = (
  stack: Stack,
  workflow: CompiledWorkflow,
  input: StackInput,
  arns: FactoryArns,
  functions: Functions,
  logs: CfnLogGroup,
): CfnStateMachine => {
  const logicalId = `Workflow${pascalCase(workflow.name)}`;
  // The partition is known, and cfn-lint wants to read it in the tasks' ARNs.
  const definition = JSON.stringify(workflow.definition).replaceAll('${Partition}', arns.partition);
  const substitutions = Object.entries({
    AccountStepsFunctionArn: functions.accountSteps.attrArn,
    DirectoryStepsFunctionArn: arns.directoryStepsFunction,
    BucketName: names.bucket(input.policy.factoryAccount, input.policy.organization.homeRegion),
  }).filter(([key]) => definition.includes(`\${${key}}`));
  const invoked = substitutions.flatMap(([key, arn]) => (key === 'BucketName' ? [] : [arn]));
  const maps = isDistributed(workflow) ? distributedMapRights(workflow.name, arns) : [];

  const role = new CfnRole(stack, `${logicalId}Role`, {
    description: `Runs the workflow ${workflow.name} of oidc-factory.`,
    assumeRolePolicyDocument: trustOf('states.amazonaws.com', {
      ArnEquals: { 'aws:SourceArn': arns.stateMachine(workflow.name) },
    }),
    policies: [
      {
        policyName: 'RunWorkflow',
        policyDocument: policyDocument(
          ...(invoked.length === 0
            ? []
            : [{ Sid: 'Steps', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: invoked } as const]),
          ...maps,
          { Sid: 'Log', Effect: 'Allow', Action: justifiedWildcards.logDelivery.actions, Resource: '*' },
          { Sid: 'Trace', Effect: 'Allow', Action: justifiedWildcards.tracing.actions, Resource: '*' },
        ),
      },
    ],
  });
  for (const { Resource: resource } of maps) {
    if (typeof resource !== 'string' || !resource.endsWith('*')) continue;
    const wildcard = resource.includes(':states:') ? justifiedWildcards.mapRuns : justifiedWildcards.bucketObjects;
    acknowledgeWildcard(role, resource, wildcard);
  }
  acknowledgeWildcard(role, '*', justifiedWildcards.logDelivery);
  acknowledgeWildcard(role, '*', justifiedWildcards.tracing);

  const stateMachine = new CfnStateMachine(stack, logicalId, {
    stateMachineName: names.stateMachine(workflow.name),
    stateMachineType: 'STANDARD',
    definitionString: definition,
    definitionSubstitutions: Object.fromEntries(substitutions),
    roleArn: role.attrArn,
    loggingConfiguration: {
      level: 'ERROR',
      includeExecutionData: false,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logs.attrArn } }],
    },
    tracingConfiguration: { enabled: true },
  });
  acknowledge(
    stateMachine,
    'SF1',
    'Step Functions keeps the history of every execution for 90 days; errors are logged.',
  );
  return stateMachine;
};

/** Whether a workflow starts executions of its own for the items of a list. */
const isDistributed = ({ definition }: CompiledWorkflow): boolean =>
  Object.values(definition.States).some((state) => state.Type === 'Map' && 'ItemReader' in state);

/**
 * A workflow's name as part of a logical id. Where a hyphen does not stand before a letter, two names could meet in one
 * id (`a-1`, `a1`), and a hash keeps them apart.
 */
const pascalCase = (name: string): string => {
  const joined = name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase()).replaceAll('-', '');
  return /-(?![a-z])/.test(name) ? `${joined}${createHash('sha256').update(name).digest('hex').slice(0, 8)}` : joined;
};
