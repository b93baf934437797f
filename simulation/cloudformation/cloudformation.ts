import { isObject } from '../../federation/trust/json';
import type { Cloud, Region, World } from '../cloud';
import { AwsError, messageOf, SimulationError } from '../errors';
import { objectOf, textOf, type JsonObject } from '../json';
import { resolveValue } from './intrinsics';
import { resourceTypes } from './resources';
import type { ResourceType } from './resources/resource-type';
import { stackScope } from './scope';
import type { StackRequest } from './stack-request';

/** CloudFormation of the organization. Resources whose properties did not change are left alone. */
export class CloudFormation {
  /** The properties of each resource as the stack last applied them, by stack and logical id. */
  readonly #applied = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly cloud: Cloud,
  ) {}

  /** @throws SimulationError `template-invalid`, `not-simulated`; `stack-failed` with what AWS answers. */
  deploy(request: StackRequest): void {
    const template = request.template;
    if (!isObject(template) || !isObject(template['Resources'])) {
      throw new SimulationError('template-invalid', `The template of the stack ${request.name} has no Resources.`);
    }
    const region = this.cloud.region(request.account, request.region);
    const scope = stackScope(this.world, region, request, template);
    const wanted = Object.entries(template['Resources'])
      .map(([logicalId, resource]) => ({ logicalId, resource: objectOf(resource) }))
      .filter(({ resource }) => typeof resource['Condition'] !== 'string' || scope.condition(resource['Condition']))
      .map(({ logicalId, resource }) => ({ logicalId, resource, type: typeOf(logicalId, resource) }))
      .sort((a, b) => a.type.rank - b.type.rank);

    for (const { logicalId, resource, type } of wanted) {
      const properties = objectOf(resolveValue(resource['Properties'] ?? {}, scope));
      this.#put(request, region, logicalId, type, scope.nameOf(logicalId), properties);
    }
  }

  #put(
    request: StackRequest,
    region: Region,
    logicalId: string,
    type: ResourceType,
    name: string,
    properties: JsonObject,
  ): void {
    const key = [request.account, request.region, request.name, logicalId].join('/');
    const text = JSON.stringify(properties);
    const before = this.#applied.get(key);
    if (before === text) return;
    const { world, cloud } = this;
    try {
      type.put({ world, cloud, region, logicalId, name, properties, isNew: before === undefined });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new SimulationError(
        'stack-failed',
        `The stack ${request.name} fails in ${request.account}, ${request.region} at ${logicalId}: ${messageOf(error)}`,
        { cause: error },
      );
    }
    this.#applied.set(key, text);
  }
}

const typeOf = (logicalId: string, resource: JsonObject): ResourceType => {
  const name = textOf(resource['Type']) ?? '';
  const type = resourceTypes[name];
  if (type !== undefined) return type;
  throw new SimulationError(
    'not-simulated',
    `The local organization does not know the resource type ${name} of ${logicalId}.`,
  );
};
