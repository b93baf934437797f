/** Lambda's entry point of the account-side steps: reads the environment, makes the clients, hands over. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { createAccounts } from '../adapters/accounts';
import { systemClock } from '../adapters/clock';
import { createIntakeQueue } from '../adapters/intake-queue';
import { createOutcomes } from '../adapters/outcomes';
import { createPauses } from '../adapters/pauses';
import { createFactoryTable } from '../adapters/table';
import { decodePolicy, hashOfPolicy } from '../compiled-policy';
import { required } from '../environment';
import { observed } from '../observed-handler';
import { createAccountSteps } from './account-steps';

/** Stands in front of the bundle; `synth` puts it there. */
declare const COMPILED_POLICY: string;

const environment = process.env;
const policy = decodePolicy(COMPILED_POLICY);

export const handler = observed(
  'oidc-factory-account-steps',
  createAccountSteps({
    policy,
    policyHash: hashOfPolicy(COMPILED_POLICY),
    accounts: createAccounts(new STSClient({}), policy.organization, systemClock),
    table: createFactoryTable(new DynamoDBClient({}), required(environment, 'TABLE_NAME')),
    outcomes: createOutcomes(new EventBridgeClient({}), required(environment, 'OUTCOMES_BUS_NAME')),
    intake: createIntakeQueue(new SQSClient({}), required(environment, 'INTAKE_QUEUE_URL'), policy.factoryAccount),
    pauses: createPauses(new SSMClient({}), systemClock),
    clock: systemClock,
  }),
);
