import { roleArn } from '../../federation/arn';
import { isObject } from '../../federation/trust/json';
import type { Cloud, Region, World } from '../cloud';
import { AwsError, messageOf, SimulationError } from '../errors';
import { iamCallEvent, stackStatusEvent, type EventBridge } from '../eventbridge';
import { roleSession } from '../iam';
import { objectOf, textOf, type JsonObject } from '../json';
import { resolveValue } from './intrinsics';
import { resourceTypes } from './resources';
import type { Placement, ResourceType } from './resources/resource-type';
import { stackIdOf, stackScope } from './scope';
import type { StackRequest } from './stack-request';

/** A resource as its stack last applied it. */
interface Applied {
  readonly logicalId: string;
  readonly type: ResourceType;
  readonly typeName: string;
  readonly name: string;
  readonly properties: JsonObject;
  /** The properties as text, to compare them. */
  readonly text: string;
  /** Whether it stays when the stack lets go of it. */
  readonly isRetained: boolean;
}

/** A stack in an account's region. */
interface Stack {
  readonly region: Region;
  readonly request: StackRequest;
  /** By logical id. */
  readonly applied: Map<string, Applied>;
}

/** CloudFormation of the organization. Resources whose properties did not change are left alone. */
export class CloudFormation {
  readonly #stacks = new Map<string, Stack>();

  constructor(
    private readonly world: World,
    private readonly cloud: Cloud,
    private readonly eventBridge: EventBridge,
  ) {}

  /**
   * Creates or updates a stack, and says so on the account's default bus where anything changed.
   * @throws SimulationError `template-invalid`, `not-simulated`; `stack-failed` with what AWS answers.
   */
  deploy(request: StackRequest): void {
    const { template } = request;
    if (!isObject(template) || !isObject(template['Resources'])) {
      throw new SimulationError('template-invalid', `The template of the stack ${request.name} has no Resources.`);
    }
    const region = this.cloud.region(request.account, request.region);
    const key = [request.account, request.region, request.name].join('/');
    const before = this.#stacks.get(key);
    const stack: Stack = { region, request, applied: before?.applied ?? new Map<string, Applied>() };
    this.#stacks.set(key, stack);

    const wanted = wantedResources(this.world, region, request, template);
    const put = wanted.filter((resource) => this.#put(stack, resource));
    const removed = this.#removeOthers(stack, new Set(wanted.map(({ logicalId }) => logicalId)));
    if (before !== undefined && put.length === 0 && removed === 0) return;
    const status = before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    const told = { account: region.account, region: region.name, stackId: stackIdOf(region, request), status };
    this.eventBridge.putServiceEvent(stackStatusEvent(told, this.world.ids, this.world.clock.now()));
  }

  /**
   * Updates resources to the properties that their stacks gave them last, as an update does that touches them;
   * answers how many there are.
   * @throws AwsError as the service that has the resource.
   */
  applyAgain(account: string, typeName: string, concerns: (properties: JsonObject) => boolean): number {
    let count = 0;
    for (const { region, applied } of this.#stacks.values()) {
      if (region.account !== account) continue;
      for (const resource of applied.values()) {
        if (resource.typeName !== typeName || !concerns(resource.properties)) continue;
        const { type, logicalId, name, properties } = resource;
        type.put({ ...this.#surroundings(region), logicalId, name, properties, isNew: false });
        count += 1;
      }
    }
    return count;
  }

  /** Deletes the stacks of a name in an account, wherever they are; what is to be retained stays, and belongs to no stack then. */
  deleteStacks(account: string, name: string): void {
    for (const [key, stack] of this.#stacks) {
      if (stack.request.account !== account || stack.request.name !== name) continue;
      this.#removeOthers(stack, new Set());
      this.#stacks.delete(key);
    }
  }

  /** CloudFormation calls IAM as the role of whoever deploys the stack. */
  #surroundings(region: Region): Pick<Placement, 'world' | 'cloud' | 'region' | 'cloudTrail'> {
    const { world, cloud, eventBridge } = this;
    const { partition } = world.organization;
    const role = roleArn(partition, region.account, '/', 'stacksets-exec');
    return {
      world,
      cloud,
      region,
      cloudTrail: (call) => {
        const told = { ...call, principal: roleSession(role, 'AWSCloudFormation'), account: region.account };
        const event = iamCallEvent({ ...told, responseElements: null }, partition, world.ids, world.clock.now());
        eventBridge.putServiceEvent(event);
      },
    };
  }

  /** Whether there was anything to do. */
  #put({ region, request, applied }: Stack, resource: Applied): boolean {
    const { logicalId, type, name, properties, text } = resource;
    const before = applied.get(logicalId);
    if (before?.text === text) return false;
    try {
      type.put({ ...this.#surroundings(region), logicalId, name, properties, isNew: before === undefined });
    } catch (error) {
      throw stackFailed(request, logicalId, error);
    }
    applied.set(logicalId, resource);
    return true;
  }

  /** Takes away what the template does not have any more, and answers how much that was. */
  #removeOthers({ region, request, applied }: Stack, wanted: ReadonlySet<string>): number {
    const others = [...applied.values()].filter(({ logicalId }) => !wanted.has(logicalId)).reverse();
    for (const { logicalId, type, typeName, name, properties, isRetained } of others) {
      applied.delete(logicalId);
      if (isRetained) continue;
      if (type.remove === undefined) {
        throw new SimulationError(
          'not-simulated',
          `The local organization cannot take the ${typeName} ${logicalId} away from the stack ${request.name}.`,
        );
      }
      type.remove({ ...this.#surroundings(region), logicalId, name, properties, isNew: false });
    }
    return others.length;
  }
}

/** What a template has for an account, in the order in which it is made. */
const wantedResources = (
  world: World,
  region: Region,
  request: StackRequest,
  template: JsonObject,
): readonly Applied[] => {
  const scope = stackScope(world, region, request, template);
  return Object.entries(objectOf(template['Resources']))
    .map(([logicalId, resource]) => ({ logicalId, resource: objectOf(resource) }))
    .filter(({ resource }) => typeof resource['Condition'] !== 'string' || scope.condition(resource['Condition']))
    .map(({ logicalId, resource }) => {
      const typeName = textOf(resource['Type']) ?? '';
      const type = typeOf(logicalId, typeName);
      const properties = objectOf(resolveValue(resource['Properties'] ?? {}, scope));
      return {
        logicalId,
        typeName,
        type,
        name: scope.nameOf(logicalId),
        properties,
        text: JSON.stringify(properties),
        isRetained: resource['DeletionPolicy'] === 'Retain',
      };
    })
    .sort((a, b) => a.type.rank - b.type.rank);
};

const typeOf = (logicalId: string, typeName: string): ResourceType => {
  const type = resourceTypes[typeName];
  if (type !== undefined) return type;
  throw new SimulationError(
    'not-simulated',
    `The local organization does not know the resource type ${typeName} of ${logicalId}.`,
  );
};

const stackFailed = ({ name, account, region }: StackRequest, logicalId: string, error: unknown): unknown =>
  error instanceof AwsError
    ? new SimulationError(
        'stack-failed',
        `The stack ${name} fails in ${account}, ${region} at ${logicalId}: ${messageOf(error)}`,
        { cause: error },
      )
    : error;
