import type { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { acknowledge, acknowledgeWildcard } from './acknowledge';
import { justifiedWildcards } from './justified-wildcards';
import { logRetention } from './limits';
import { policyDocument, type Statement, trustOf } from './policy-document';

/** What a function is and may do. */
export interface FunctionFacts {
  readonly logicalId: string;
  readonly name: string;
  readonly description: string;
  readonly code: string;
  /** In seconds. */
  readonly timeout: number;
  /** In MiB. */
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly rights: readonly Statement[];
}

/** Adds a function with inlined code, a log group, and a role that may do what is said, log and trace, and no more. */
export const addFunction = (
  stack: Stack,
  facts: FunctionFacts,
): { readonly lambda: CfnFunction; readonly role: CfnRole } => {
  const logs = new CfnLogGroup(stack, `${facts.logicalId}Logs`, {
    logGroupName: `/aws/lambda/${facts.name}`,
    retentionInDays: logRetention,
  });
  const tracing: Statement = {
    Sid: 'Trace',
    Effect: 'Allow',
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    Resource: '*',
  };
  const logging: Statement = {
    Sid: 'Log',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: logs.attrArn,
  };
  const role = new CfnRole(stack, `${facts.logicalId}Role`, {
    roleName: facts.name,
    description: facts.description,
    assumeRolePolicyDocument: trustOf('lambda.amazonaws.com'),
    policies: [{ policyName: 'Rights', policyDocument: policyDocument(...facts.rights, logging, tracing) }],
  });
  acknowledgeWildcard(role, '*', justifiedWildcards.tracing);
  const lambda = new CfnFunction(stack, facts.logicalId, {
    functionName: facts.name,
    description: facts.description,
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    code: { zipFile: facts.code },
    role: role.attrArn,
    timeout: facts.timeout,
    memorySize: facts.memorySize,
    environment: { variables: facts.environment },
    loggingConfig: { logFormat: 'JSON', logGroup: logs.ref },
    tracingConfig: { mode: 'Active' },
  });
  acknowledge(
    lambda,
    'L1',
    'The bundles are built for Node.js 22, the oldest runtime that every region has for longer.',
  );
  return { lambda, role };
};
