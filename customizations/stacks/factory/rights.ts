import { AssertionError } from 'node:assert';
import type { CompiledPolicy } from '../../../federation/compiled-policy';
import { tokenExchangeAudience } from '../../../federation/issuer';
import { roleArn } from '../../../federation/arn';
import { names } from '../../../federation/names';
import type { EntraCredential } from '../../../schemas/generated/documents/organization.types';
import type { FactoryArns } from '../factory-arns';
import type { Statement } from '../policy-document';
import type { StackInput } from '../stack-input';

const tableRights = (arns: FactoryArns, ...operations: readonly string[]): Statement => ({
  Sid: 'Table',
  Effect: 'Allow',
  Action: operations.map((operation) => `dynamodb:${operation}`),
  Resource: arns.table,
});

const pausesRights = (arns: FactoryArns): Statement => ({
  Sid: 'Pauses',
  Effect: 'Allow',
  Action: 'ssm:GetParameter',
  Resource: arns.pauses,
});

/** The dispatcher reads the queue, holds locks in the table and starts the workflows. */
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
  const { id: organization, partition } = input.policy.organization;
  return [
    tableRights(arns, 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    {
      Sid: 'AccessRoles',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: roleArn(partition, '*', '/', names.accessRole),
      Condition: { StringEquals: { 'aws:ResourceOrgID': organization } },
    },
    pausesRights(arns),
    { Sid: 'Outcomes', Effect: 'Allow', Action: 'events:PutEvents', Resource: arns.outcomesBus },
    { Sid: 'Intake', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn },
  ];
};

/**
 * The directory side proves to Entra who it is: by a token that STS signs for it, or by the one secret. The token may
 * name no other audience; the second statement sees to it, as the first is content with one that fits among several.
 */
export const directoryStepsRights = (
  credential: EntraCredential,
  policy: CompiledPolicy,
  arns: FactoryArns,
): readonly Statement[] => {
  if (credential.kind === 'secrets-manager') {
    if (credential.secretArn === undefined) {
      throw new AssertionError({ message: 'A credential in Secrets Manager has the ARN of its secret.' });
    }
    return [
      pausesRights(arns),
      { Sid: 'Secret', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: credential.secretArn },
    ];
  }
  const audiences = [...new Set(policy.identityProviders.map(({ cloud }) => tokenExchangeAudience(cloud)))].sort();
  return [
    pausesRights(arns),
    {
      Sid: 'IdentityToken',
      Effect: 'Allow',
      Action: 'sts:GetWebIdentityToken',
      Resource: '*',
      Condition: {
        'ForAnyValue:StringEquals': { 'sts:IdentityTokenAudience': audiences },
        StringEquals: { 'sts:SigningAlgorithm': 'RS256' },
        NumericLessThanEqualsIfExists: { 'sts:DurationSeconds': 300 },
      },
    },
    {
      Sid: 'NoOtherAudience',
      Effect: 'Deny',
      Action: 'sts:GetWebIdentityToken',
      Resource: '*',
      Condition: { 'ForAnyValue:StringNotEquals': { 'sts:IdentityTokenAudience': audiences } },
    },
  ];
};
