import { bucketPrefixes } from '../../../federation/bucket-keys';
import { roleArn } from '../../../federation/arn';
import { names } from '../../../federation/names';
import type { FactoryArns } from '../factory-arns';
import { pausesRights } from '../pauses-rights';
import type { Statement } from '../policy-document';
import type { StackInput } from '../stack-input';

const tableRights = (arns: FactoryArns, ...operations: readonly string[]): Statement => ({
  Sid: 'Table',
  Effect: 'Allow',
  Action: operations.map((operation) => `dynamodb:${operation}`),
  Resource: arns.table,
});

const objectsRights = (
  arns: FactoryArns,
  sid: string,
  actions: readonly string[],
  ...prefixes: readonly string[]
): readonly (Statement & { readonly Resource: string })[] =>
  prefixes.map((prefix, index) => ({
    Sid: `${sid}${prefixes.length > 1 ? String(index + 1) : ''}`,
    Effect: 'Allow',
    Action: actions,
    Resource: `${arns.bucket}/${prefix}*`,
  }));

/** Every prefix of the bucket that a function reads or writes. */
const { lists, callers, plans, results, reports, approved, inventory } = bucketPrefixes;

/**
 * What a distributed map needs beside its steps: to start executions of its own state machine and to look after them, to
 * read its list, and to write what became of them. Source: the Step Functions developer guide, «IAM policies for using
 * Distributed Map states».
 */
export const distributedMapRights = (
  workflow: string,
  arns: FactoryArns,
): readonly (Statement & { readonly Resource: string })[] => [
  { Sid: 'StartItems', Effect: 'Allow', Action: 'states:StartExecution', Resource: arns.stateMachine(workflow) },
  {
    Sid: 'WatchItems',
    Effect: 'Allow',
    Action: ['states:DescribeExecution', 'states:StopExecution'],
    Resource: arns.mapRuns(workflow),
  },
  ...objectsRights(arns, 'ReadLists', ['s3:GetObject'], lists),
  ...objectsRights(
    arns,
    'WriteResults',
    ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
    results,
  ),
];

/** What the account side keeps in the bucket; it reads what the directory side and Step Functions have written. */
export const accountObjectsRights = (arns: FactoryArns): readonly (Statement & { readonly Resource: string })[] => [
  ...objectsRights(arns, 'ReadObjects', ['s3:GetObject'], callers, results, approved),
  ...objectsRights(arns, 'KeepObjects', ['s3:GetObject', 's3:PutObject'], plans, reports),
  ...objectsRights(arns, 'WriteObjects', ['s3:PutObject'], lists, inventory),
];

/** Every execution of the workflows, as a pattern for each. */
export const executionsOf = ({ workflows }: StackInput, arns: FactoryArns): readonly string[] =>
  workflows.map(({ name }) => arns.executions(name)).sort();

/**
 * The dispatcher reads the queue, holds locks in the table, starts the workflows, and asks whether an execution that holds
 * a lock still runs.
 */
export const dispatcherRights = (input: StackInput, arns: FactoryArns, queueArn: string): readonly Statement[] => [
  tableRights(arns, 'UpdateItem'),
  ...(input.workflows.length === 0
    ? []
    : [
        {
          Sid: 'Workflows',
          Effect: 'Allow',
          Action: 'states:StartExecution',
          Resource: input.workflows.map((workflow) => arns.stateMachine(workflow.name)).sort(),
        } as const,
        {
          Sid: 'Holders',
          Effect: 'Allow',
          Action: 'states:DescribeExecution',
          Resource: executionsOf(input, arns),
        } as const,
      ]),
  {
    Sid: 'Intake',
    Effect: 'Allow',
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    Resource: queueArn,
  },
];

/** The account side assumes the access roles, inside the organization only, and tells what came of it. */
export const accountStepsRights = (input: StackInput, arns: FactoryArns, queueArn: string): readonly Statement[] => {
  const { id: organization, partition, managementAccount } = input.policy.organization;
  return [
    tableRights(arns, 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    {
      Sid: 'AccessRoles',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: roleArn(partition, '*', '/', names.accessRole),
      Condition: { StringEquals: { 'aws:ResourceOrgID': organization } },
    },
    {
      Sid: 'OrganizationReader',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: roleArn(partition, managementAccount, '/', names.organizationReader),
    },
    ...(input.policy.deliver === 'stacksets'
      ? [
          {
            Sid: 'StackInstances',
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: roleArn(partition, managementAccount, '/', names.stackInstances),
          } as const,
        ]
      : []),
    ...accountObjectsRights(arns),
    pausesRights(arns),
    { Sid: 'Outcomes', Effect: 'Allow', Action: 'events:PutEvents', Resource: arns.outcomesBus },
    { Sid: 'Intake', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn },
  ];
};
