import { dig, isMapping, listOf, type Mapping } from './json';

/** What is wrong with a manifest, and where: the keys from the root of the document. */
export interface ManifestProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A rule for one resource of the manifest. It answers what is wrong, each with the keys from the resource. */
export interface ManifestRule {
  readonly id: string;
  readonly problems: (resource: Mapping) => readonly ManifestProblem[];
}

const rule = (id: string, problems: ManifestRule['problems']): ManifestRule => ({ id, problems });
const problem = (path: readonly (string | number)[], message: string): ManifestProblem => ({ path, message });

const resourceKeys = [
  'name',
  'description',
  'resource_file',
  'parameter_file',
  'parameters',
  'deploy_method',
  'deployment_targets',
  'regions',
  'export_outputs',
];

const unknownKeys = (value: unknown, known: readonly string[], at: readonly (string | number)[]): ManifestProblem[] =>
  isMapping(value)
    ? Object.keys(value)
        .filter((key) => !known.includes(key))
        .map((key) => problem([...at, key], `CfCT knows no key "${key}" here, and refuses the manifest.`))
    : [];

/** The traps of CfCT's manifest that one resource can fall into. Source: CfCT 2.8.4, its manifest schema and scripts. */
export const manifestRules: readonly ManifestRule[] = [
  rule('unknown-key', (resource) => [
    ...unknownKeys(resource, resourceKeys, []),
    ...unknownKeys(resource['deployment_targets'], ['accounts', 'organizational_units'], ['deployment_targets']),
  ]),
  rule('missing-key', (resource) =>
    ['name', 'resource_file', 'deploy_method', 'deployment_targets']
      .filter((key) => resource[key] === undefined)
      .map((key) => problem([], `The resource has no "${key}".`)),
  ),
  rule('name', ({ name }) =>
    typeof name === 'string' && /^[A-Za-z0-9-]{1,109}$/.test(name)
      ? []
      : [problem(['name'], 'A name becomes part of a StackSet\'s: letters, digits and "-" only, 109 at most.')],
  ),
  rule('deploy-method', ({ deploy_method: method }) =>
    method === 'stack_set' || method === 'scp' || method === 'rcp'
      ? []
      : [problem(['deploy_method'], 'CfCT deploys by stack_set, scp or rcp.')],
  ),
  rule('targets', ({ deployment_targets: targets }) =>
    listOf(dig(targets, 'accounts')).length + listOf(dig(targets, 'organizational_units')).length > 0
      ? []
      : [problem(['deployment_targets'], 'Nothing is aimed at: CfCT would delete every instance of the StackSet.')],
  ),
  rule('accounts', ({ deployment_targets: targets }) =>
    listOf(dig(targets, 'accounts')).flatMap((account, index) =>
      typeof account === 'string' && (/^[0-9]{12}$/.test(account) || !/^[0-9]*$/.test(account))
        ? []
        : [
            problem(
              ['deployment_targets', 'accounts', index],
              'Write an account as a quoted id of 12 digits, or by name.',
            ),
          ],
    ),
  ),
  rule('organizational-units', ({ deployment_targets: targets }) =>
    listOf(dig(targets, 'organizational_units')).flatMap((unit, index) =>
      typeof unit === 'string' &&
      unit !== '' &&
      !unit.includes('/') &&
      unit.split(':').every((part) => part.trim() === part && part !== '')
        ? []
        : [
            problem(
              ['deployment_targets', 'organizational_units', index],
              'Write a unit as A, or as A:B where it is nested.',
            ),
          ],
    ),
  ),
  rule('regions', ({ deploy_method: method, regions }) =>
    listOf(regions).length > 0 || method === 'scp' || method === 'rcp'
      ? []
      : [problem([], 'Without regions, CfCT deploys to its own region: name the region.')],
  ),
  rule('two-parameter-sources', ({ parameter_file: file, parameters }) =>
    file !== undefined && parameters !== undefined
      ? [problem(['parameters'], 'With both parameter_file and parameters, CfCT passes neither.')]
      : [],
  ),
  rule('parameter-values', ({ parameters }) =>
    listOf(parameters).flatMap((parameter, index) => {
      const value = dig(parameter, 'parameter_value');
      const at = ['parameters', index, 'parameter_value'];
      if (typeof value !== 'string') return [problem(at, "A parameter's value must be a quoted string.")];
      if (value.includes(','))
        return [problem(at, 'CfCT splits a value at its commas, and then updates on every run.')];
      return isPartialReference(value) ? [problem(at, 'A reference $[alfred_ssm_…] must be the whole value.')] : [];
    }),
  ),
];

const isPartialReference = (value: string): boolean =>
  value.includes('$[alfred_ssm_') && !/^\$\[alfred_ssm_[^\]]+\]$/.test(value);
