import type { Region, World } from '../cloud';
import { SimulationError } from '../errors';
import { objectOf, textOf, type JsonObject } from '../json';
import { resolveValue, type Scope } from './intrinsics';
import type { StackRequest } from './stack-request';
import { resourceTypes } from './resources';
import type { Identity } from './resources/resource-type';

/** What the functions of a stack's template refer to, and the physical names of its resources. */
export interface StackScope extends Scope {
  readonly nameOf: (logicalId: string) => string;
}

/** The id of a stack; that of AWS ends with a number of its own. */
export const stackIdOf = (region: Region, { name }: StackRequest): string =>
  region.arn('cloudformation', `stack/${name}/local`);

/** The scope of a stack. A resource is identified when it is first referred to, from its own properties. */
export const stackScope = (world: World, region: Region, request: StackRequest, template: JsonObject): StackScope => {
  const parameters = objectOf(template['Parameters']);
  const resources = objectOf(template['Resources']);
  const conditions = objectOf(template['Conditions']);
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': region.account,
    'AWS::Region': region.name,
    'AWS::Partition': region.partition,
    'AWS::StackName': request.name,
    'AWS::StackId': stackIdOf(region, request),
    'AWS::URLSuffix': world.organization.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
  const identities = new Map<string, Identity>();
  const onTheWay = new Set<string>();

  const once = <T>(what: string, act: () => T): T => {
    if (onTheWay.has(what))
      throw new SimulationError('template-invalid', `${what} of the stack ${request.name} refers to itself.`);
    onTheWay.add(what);
    try {
      return act();
    } finally {
      onTheWay.delete(what);
    }
  };

  const identityOf = (logicalId: string): Identity => {
    const known = identities.get(logicalId);
    if (known !== undefined) return known;
    const resource = objectOf(resources[logicalId]);
    const condition = textOf(resource['Condition']);
    if (condition !== undefined && !scope.condition(condition)) {
      throw new SimulationError(
        'template-invalid',
        `The stack ${request.name} refers to ${logicalId}, which its condition leaves out.`,
      );
    }
    const type = resourceTypes[textOf(resource['Type']) ?? ''];
    if (type === undefined)
      throw new SimulationError(
        'template-invalid',
        `The stack ${request.name} has no resource ${logicalId} to refer to.`,
      );
    // Only what names a resource is needed to identify it; the rest may well refer back to it.
    const naming = ['Path', 'Url', 'EventBusName'].flatMap((key) => {
      const value = objectOf(resource['Properties'])[key];
      return value === undefined ? [] : [[key, once(`${logicalId}.${key}`, () => resolveValue(value, scope))] as const];
    });
    const identity = type.identify(region, scope.nameOf(logicalId), Object.fromEntries(naming));
    identities.set(logicalId, identity);
    return identity;
  };

  const scope: StackScope = {
    mappings: objectOf(template['Mappings']),
    nameOf: (logicalId) => {
      const resource = objectOf(resources[logicalId]);
      const property = resourceTypes[textOf(resource['Type']) ?? '']?.nameProperty;
      const written = property === undefined ? undefined : objectOf(resource['Properties'])[property];
      const name =
        written === undefined
          ? undefined
          : textOf(once(`${logicalId}.${property}`, () => resolveValue(written, scope)));
      return name ?? `${request.name}-${logicalId}`;
    },
    ref: (name) => {
      if (pseudo[name] !== undefined) return pseudo[name];
      if (name in parameters) return request.parameters?.[name] ?? objectOf(parameters[name])['Default'];
      return name in resources ? identityOf(name).ref : undefined;
    },
    getAtt: (logicalId, attribute) => {
      const value = identityOf(logicalId).attributes[attribute];
      if (value === undefined)
        throw new SimulationError('not-simulated', `The local organization does not know ${logicalId}.${attribute}.`);
      return value;
    },
    condition: (name) => {
      if (!(name in conditions))
        throw new SimulationError('template-invalid', `The stack ${request.name} has no condition ${name}.`);
      return once(`the condition ${name}`, () => resolveValue(conditions[name], scope) === true);
    },
  };
  return scope;
};
