import { AwsError, SimulationError } from '../../errors';
import type { EventBus, RuleTarget } from '../../eventbridge';
import { at, listOf, objectOf, textOf, type JsonObject } from '../../json';
import type { Placement, ResourceType } from './resource-type';

const busNameOf = (properties: JsonObject): string =>
  (textOf(properties['EventBusName']) ?? 'default').replace(/^.*:event-bus\//, '');

const busOf = ({ region, properties, logicalId }: Placement): EventBus => {
  const bus = region.buses.get(busNameOf(properties));
  if (bus === undefined) throw new AwsError('ResourceNotFoundException', `There is no event bus for ${logicalId}.`);
  return bus;
};

const eventBus: ResourceType = {
  nameProperty: 'Name',
  rank: 0,
  identify: (region, name) => ({
    ref: name,
    attributes: { Name: name, Arn: region.arn('events', `event-bus/${name}`) },
  }),
  put: ({ region, name, properties }) => {
    const bus = region.addBus(name);
    for (const [index, statement] of listOf(at(properties['Policy'], 'Statement')).map(objectOf).entries()) {
      bus.statements.set(textOf(statement['Sid']) ?? `statement ${index}`, statement);
    }
  },
};

const eventBusPolicy: ResourceType = {
  nameProperty: 'StatementId',
  rank: 1,
  identify: (_region, name) => ({ ref: name, attributes: {} }),
  put: (placement) => {
    const { properties, name } = placement;
    const statement = properties['Statement'];
    if (statement === undefined) {
      throw new SimulationError(
        'not-simulated',
        `The local organization reads bus policies from Statement; see ${placement.logicalId}.`,
      );
    }
    busOf(placement).statements.set(name, objectOf(statement));
  },
  remove: (placement) => {
    busOf(placement).statements.delete(placement.name);
  },
};

const rule: ResourceType = {
  nameProperty: 'Name',
  rank: 2,
  identify: (region, name, properties) => {
    const bus = busNameOf(properties);
    const path = bus === 'default' ? name : `${bus}/${name}`;
    return {
      ref: bus === 'default' ? name : `${bus}|${name}`,
      attributes: { Arn: region.arn('events', `rule/${path}`) },
    };
  },
  put: (placement) => {
    const { region, name, properties, logicalId } = placement;
    const schedule = textOf(properties['ScheduleExpression']);
    const pattern = properties['EventPattern'];
    if (schedule === undefined && pattern === undefined)
      throw new AwsError('ValidationError', `The rule ${logicalId} has neither a pattern nor a schedule.`);
    if (schedule !== undefined && busNameOf(properties) !== 'default')
      throw new AwsError('ValidationError', `A schedule is for the default bus only; see ${logicalId}.`);
    const arn = rule.identify(region, name, properties).attributes['Arn'] ?? '';
    busOf(placement).rules.set(name, {
      name,
      arn,
      enabled: properties['State'] !== 'DISABLED',
      ...(pattern !== undefined && { pattern }),
      ...(schedule !== undefined && { schedule }),
      targets: listOf(properties['Targets']).map((target) => readTarget(objectOf(target), logicalId)),
    });
  },
  remove: (placement) => {
    busOf(placement).rules.delete(placement.name);
  },
};

const readTarget = (target: JsonObject, logicalId: string): RuleTarget => {
  const unplayed = ['Input', 'InputTransformer'].find((key) => key in target);
  if (unplayed !== undefined)
    throw new SimulationError('not-simulated', `The local organization does not play ${unplayed} of ${logicalId}.`);
  const roleArn = textOf(target['RoleArn']);
  const inputPath = textOf(target['InputPath']);
  const deadLetterArn = textOf(at(target, 'DeadLetterConfig', 'Arn'));
  return {
    id: textOf(target['Id']) ?? '',
    arn: textOf(target['Arn']) ?? '',
    ...(roleArn !== undefined && { roleArn }),
    ...(inputPath !== undefined && { inputPath }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
  };
};

export const eventsResourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::EventBusPolicy': eventBusPolicy,
  'AWS::Events::Rule': rule,
};
