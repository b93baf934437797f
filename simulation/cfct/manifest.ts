import { isObject } from '../../federation/trust/json';
import { SimulationError } from '../errors';
import { at, listOf, objectOf, textOf, textsOf, type JsonObject } from '../json';

/** A resource of the manifest. */
export interface StackSet {
  readonly name: string;
  readonly resourceFile: string;
  /** Ids or names. */
  readonly accounts: readonly string[];
  /** In CfCT's notation: `A:B` is B below A. */
  readonly organizationalUnits: readonly string[];
  readonly regions: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Reads a version 2 manifest. Policies of the organization are passed over: the local one enforces none, and they exempt
 * what the factory and the StackSets do. @throws SimulationError `manifest-invalid`, `not-simulated`.
 */
export const parseManifest = (manifest: unknown): readonly StackSet[] => {
  if (!isObject(manifest) || !Array.isArray(manifest['resources'])) throw invalid('it has no list of resources');
  const region = textOf(manifest['region']);
  if (region === undefined) throw invalid('it has no region');
  const stackSets = manifest['resources']
    .map(objectOf)
    .filter(({ deploy_method: method }) => method !== 'scp' && method !== 'rcp')
    .map((resource) => parseResource(resource, region));
  const names = stackSets.map((stackSet) => stackSet.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`two resources are named ${twice}`);
  return stackSets;
};

const parseResource = (resource: JsonObject, region: string): StackSet => {
  const name = textOf(resource['name']);
  const resourceFile = textOf(resource['resource_file']);
  if (name === undefined || resourceFile === undefined) throw invalid('a resource has no name or no resource_file');
  for (const key of ['accounts', 'organizational_units']) {
    // A number here is an account id that somebody forgot to quote.
    if (listOf(at(resource['deployment_targets'], key)).some((target) => typeof target !== 'string'))
      throw invalid(`a target of ${name} is no text`);
  }
  if (resource['deploy_method'] !== 'stack_set') {
    throw new SimulationError(
      'not-simulated',
      `The local organization deploys StackSets only; see the resource ${name}.`,
    );
  }
  if ('parameter_file' in resource) {
    throw new SimulationError(
      'not-simulated',
      `The local organization reads parameters from the manifest only; see the resource ${name}.`,
    );
  }
  const regions = textsOf(resource['regions']);
  return {
    name,
    resourceFile,
    accounts: textsOf(at(resource['deployment_targets'], 'accounts')),
    organizationalUnits: textsOf(at(resource['deployment_targets'], 'organizational_units')),
    regions: regions.length === 0 ? [region] : regions,
    parameters: Object.fromEntries(
      listOf(resource['parameters']).map((parameter) => [
        textOf(at(parameter, 'parameter_key')) ?? '',
        textOf(at(parameter, 'parameter_value')) ?? '',
      ]),
    ),
  };
};

const invalid = (what: string): SimulationError =>
  new SimulationError('manifest-invalid', `The manifest cannot be deployed: ${what}.`);
