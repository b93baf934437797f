/** Lambda's entry point of the account-side steps: reads the environment, makes the clients, hands over. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { createAccounts } from '../adapters/accounts';
import { createFactoryBucket } from '../adapters/bucket';
import { systemClock } from '../adapters/clock';
import { createIntakeQueue } from '../adapters/intake-queue';
import { createOrganizations } from '../adapters/organization-view';
import { createOutcomes } from '../adapters/outcomes';
import { createOwnStackSets } from '../adapters/own-stack-sets';
import { createPauses } from '../adapters/pauses';
import { createFactoryTable } from '../adapters/table';
import { decodePolicy, hashOfPolicy } from '../compiled-policy';
import { required } from '../environment';
import { endingWith } from '../attempt-end';
import { observed } from '../observed-handler';
import { createAccountSteps } from './account-steps';

/** Stands in front of the bundle; `synth` puts it there. */
declare const COMPILED_POLICY: string;

const environment = process.env;
const policy = decodePolicy(COMPILED_POLICY);
const sts = new STSClient({});

export const handler = observed(
  'oidc-factory-account-steps',
  endingWith(
    // As Lambda's timeout does: an attempt that is over must not write on when the function is thawed for the next one.
    () => process.exit(1),
    createAccountSteps({
      policy,
      policyHash: hashOfPolicy(COMPILED_POLICY),
      accounts: createAccounts(sts, policy.organization, systemClock),
      organizations: createOrganizations(sts, policy.organization, systemClock),
      ownStackSets: createOwnStackSets(sts, policy.organization, systemClock),
      bucket: createFactoryBucket(new S3Client({}), required(environment, 'BUCKET_NAME')),
      table: createFactoryTable(new DynamoDBClient({}), required(environment, 'TABLE_NAME')),
      outcomes: createOutcomes(new EventBridgeClient({}), required(environment, 'OUTCOMES_BUS_NAME')),
      intake: createIntakeQueue(new SQSClient({}), required(environment, 'INTAKE_QUEUE_URL'), policy.factoryAccount),
      pauses: createPauses(new SSMClient({}), systemClock),
      clock: systemClock,
    }),
  ),
);
