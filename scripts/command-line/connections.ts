import { readFile } from 'node:fs/promises';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { Executions } from '../../federation/executions';
import type { History } from '../../federation/history';
import { names } from '../../federation/names';
import type { PauseStore } from '../../federation/pause-store';
import type { StackSets } from '../../federation/stack-sets';
import type { Stacks } from '../../federation/stacks';
import type { FactoryAccess } from '../commands/confirm';

/** Loads the clients only once something is to be answered. */
export const connectTable = async (region: string): Promise<FactoryAccess> => {
  const { factoryAccess } = await import('../../handlers/adapters/factory-access.js');
  return factoryAccess(region);
};

/** Loads the clients only once the log is to be read. */
export const connectHistory = async (region: string): Promise<History> => {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { createHistory } = await import('../../handlers/adapters/history.js');
  return createHistory(new DynamoDBClient({ region }), new STSClient({ region }), names.table);
};

/** Loads the clients only once the parameter is to be read. */
export const connectPauses = async (region: string): Promise<PauseStore> => {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { createPauseStore } = await import('../../handlers/adapters/pause-store.js');
  return createPauseStore(new SSMClient({ region }), new STSClient({ region }));
};

/** Loads the client only once something is to be started. */
export const connect = async (region: string): Promise<Executions> => {
  const { SFNClient } = await import('@aws-sdk/client-sfn');
  const { createExecutions } = await import('../../handlers/adapters/executions.js');
  return createExecutions(new SFNClient({ region }));
};

/** Loads the clients only once something is to be carried out. */
export const connectFactory = async (place: { readonly region: string; readonly factoryAccount: string }) => {
  const [executions, { factoryBucket }] = await Promise.all([
    connect(place.region),
    import('../../handlers/adapters/factory-bucket.js'),
  ]);
  return { executions, bucket: factoryBucket(place) };
};

/** Loads the client only once something is to be deployed. */
export const connectStacks = async (region: string): Promise<Stacks> => {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const { createStacks } = await import('../../handlers/adapters/stacks.js');
  return createStacks(new CloudFormationClient({ region }), region);
};

/** Loads the clients only once something is to be deployed. */
export const connectStackSets = async ({
  partition,
  homeRegion: region,
  managementAccount: owner,
}: CompiledPolicy['organization']): Promise<StackSets> => {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const { S3Client } = await import('@aws-sdk/client-s3');
  const { createStackSets } = await import('../../handlers/adapters/stack-sets.js');
  const { templateUpload } = await import('../../handlers/adapters/template-upload.js');
  const bucket = names.templatesBucket(owner, region);
  const upload = templateUpload(new S3Client({ region }), { bucket, owner, region, partition });
  return createStackSets(new CloudFormationClient({ region }), region, upload);
};

/** The text of a file, or of standard input. */
export const readInput = async (file: string): Promise<string> => {
  if (file !== '-') return readFile(file, 'utf8');
  const { text } = await import('node:stream/consumers');
  return text(process.stdin);
};
