import { isObject } from '../../../federation/trust/json';
import { SimulationError } from '../../errors';
import { at, numberOf, objectOf, parseJson, textOf, textsOf, type JsonObject } from '../../json';
import { assumeServiceRole, sourceContext } from '../../iam';
import { Queue } from '../../sqs';
import type { Region } from '../../cloud';
import type { ResourceType } from './resource-type';

const queueUrl = (region: Region, name: string): string =>
  `https://sqs.${region.name}.amazonaws.com/${region.account}/${name}`;

const queue: ResourceType = {
  nameProperty: 'QueueName',
  rank: 0,
  identify: (region, name) => ({
    ref: queueUrl(region, name),
    attributes: { Arn: region.arn('sqs', name), QueueName: name, QueueUrl: queueUrl(region, name) },
  }),
  put: ({ world, region, name, properties }) => {
    const written = properties['RedrivePolicy'];
    const redrive = typeof written === 'string' ? parseJson(written) : written;
    const deadLetterArn = textOf(at(redrive, 'deadLetterTargetArn'));
    const settings = {
      name,
      arn: region.arn('sqs', name),
      url: queueUrl(region, name),
      visibilityTimeout: numberOf(properties['VisibilityTimeout']) ?? 30,
      ...(deadLetterArn !== undefined && {
        redrive: { deadLetterArn, maxReceiveCount: numberOf(at(redrive, 'maxReceiveCount')) ?? 10 },
      }),
    };
    const existing = region.queues.get(name) ?? new Queue(settings, world.clock);
    existing.properties = settings;
    region.queues.set(name, existing);
  },
  remove: ({ region, name }) => {
    region.queues.delete(name);
  },
};

const queuePolicy: ResourceType = {
  rank: 1,
  identify: (_region, name) => ({ ref: name, attributes: {} }),
  put: ({ region, properties }) => {
    for (const url of textsOf(properties['Queues'])) {
      const target = [...region.queues.values()].find((one) => one.properties.url === url);
      if (target !== undefined) target.policy = properties['PolicyDocument'];
    }
  },
  remove: ({ region, properties }) => {
    for (const url of textsOf(properties['Queues'])) {
      const target = [...region.queues.values()].find((one) => one.properties.url === url);
      if (target !== undefined) target.policy = undefined;
    }
  },
};

const table: ResourceType = {
  nameProperty: 'TableName',
  rank: 0,
  identify: (region, name) => ({ ref: name, attributes: { Arn: region.arn('dynamodb', `table/${name}`) } }),
  put: ({ region, name }) => {
    region.tables.add(name);
  },
};

const lambdaFunction: ResourceType = {
  nameProperty: 'FunctionName',
  rank: 2,
  identify: (region, name) => ({ ref: name, attributes: { Arn: region.arn('lambda', `function:${name}`) } }),
  put: ({ cloud, region, name, properties, logicalId }) => {
    const roleArn = textOf(properties['Role']) ?? '';
    const code = textOf(at(properties['Code'], 'ZipFile'));
    if (code === undefined)
      throw new SimulationError('not-simulated', `The local organization runs inline code only; see ${logicalId}.`);
    assumeServiceRole((account) => cloud.iam(account), 'lambda.amazonaws.com', roleArn, name);
    region.functions.set(name, {
      name,
      arn: region.arn('lambda', `function:${name}`),
      roleArn,
      code,
      environment: Object.fromEntries(
        Object.entries(objectOf(at(properties['Environment'], 'Variables'))).map(([key, value]) => [
          key,
          String(value),
        ]),
      ),
    });
  },
};

const eventSourceMapping: ResourceType = {
  rank: 3,
  identify: (_region, name) => ({ ref: name, attributes: { Id: name } }),
  put: ({ cloud, region, name, properties }) => {
    cloud.addReader(region);
    const functionName = (textOf(properties['FunctionName']) ?? '').replace(/^.*:function:/, '');
    if (properties['Enabled'] === false) {
      region.mappings.delete(name);
      return;
    }
    region.mappings.set(name, {
      queueArn: textOf(properties['EventSourceArn']) ?? '',
      functionArn: region.arn('lambda', `function:${functionName}`),
      batchSize: numberOf(properties['BatchSize']) ?? 10,
      reportsFailures: textsOf(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures'),
    });
  },
};

const stateMachine: ResourceType = {
  nameProperty: 'StateMachineName',
  rank: 3,
  identify: (region, name) => {
    const arn = region.arn('states', `stateMachine:${name}`);
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
  put: ({ cloud, region, name, properties, logicalId }) => {
    const definition = parseJson(substituted(properties));
    if (!isObject(definition))
      throw new SimulationError('template-invalid', `The definition of ${logicalId} is no JSON object.`);
    const arn = region.arn('states', `stateMachine:${name}`);
    const roleArn = textOf(properties['RoleArn']) ?? '';
    const context = sourceContext(arn);
    assumeServiceRole((account) => cloud.iam(account), 'states.amazonaws.com', roleArn, name, context);
    region.stateMachines.set(name, { name, arn, roleArn, definition });
  },
};

const substituted = (properties: JsonObject): string => {
  const text = textOf(properties['DefinitionString']) ?? JSON.stringify(properties['Definition'] ?? null);
  const substitutions = objectOf(properties['DefinitionSubstitutions']);
  return text.replace(/\$\{([^}]+)\}/g, (whole, key: string) =>
    Object.hasOwn(substitutions, key) ? String(substitutions[key]) : whole,
  );
};

export const computeResourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::StepFunctions::StateMachine': stateMachine,
};
