import type { Configuration } from '../configuration/configuration';
import { type DeployedStack, deployedStacks } from '../deployed-stacks';
import type { GeneratedFile } from '../generated-file';
import { type GuardrailName, guardrailPaths } from '../guardrails';
import { guardrailTargets } from './guardrail-targets';
import { manifestTargets } from './targets';

/** Where the manifest lies; CfCT looks for it there. */
export const manifestPath = 'manifest.yaml';

interface Resource {
  readonly name: string;
  readonly description: string;
  readonly file: string;
  readonly method: 'stack_set' | 'scp' | 'rcp';
  /** Of a StackSet; the policies of an organization have none. */
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly organizationalUnits?: readonly string[];
}

/**
 * Renders the manifest. CfCT deploys in its order, with the organization's policies before anything else, where they
 * stand here too. It is written line by line, because CfCT's build reads paths with grep and wants them unquoted, and
 * because account ids and unit names must be quoted for the YAML 1.1 that it reads.
 */
export const renderManifest = (configuration: Configuration): GeneratedFile => {
  const { organization, factory } = configuration.organization.value;
  const { organizationalUnits } = manifestTargets(configuration);
  const aims: Readonly<Record<DeployedStack['to'], Pick<Resource, 'accounts' | 'organizationalUnits'>>> = {
    'factory-account': { accounts: [factory.account.id] },
    'management-account': { accounts: [organization.managementAccount] },
    targets: { organizationalUnits },
  };
  const resources: readonly Resource[] = [
    ...guardrailsOf(configuration),
    ...deployedStacks(configuration).map(({ to, ...stack }): Resource => ({
      ...stack,
      method: 'stack_set',
      ...aims[to],
    })),
  ];
  const lines = [
    '# Generated from config/; run `oidc-factory synth` to renew it.',
    `region: ${organization.homeRegion}`,
    'version: 2021-03-15',
    'resources:',
    ...resources.flatMap(linesOf),
  ];
  return { path: manifestPath, text: `${lines.join('\n')}\n` };
};

/** The policies of the organization, as far as they are switched on. */
const guardrailsOf = (configuration: Configuration): readonly Resource[] => {
  const { guardrails } = configuration.organization.value;
  const resource = (key: GuardrailName, method: 'scp' | 'rcp', description: string): readonly Resource[] =>
    guardrails?.[key] === undefined
      ? []
      : [
          {
            name: `oidc-factory-${method}`,
            description,
            file: guardrailPaths[key],
            method,
            organizationalUnits: guardrailTargets(configuration, key).organizationalUnits,
          },
        ];
  return [
    ...resource('serviceControlPolicy', 'scp', 'Keeps what the factory keeps from everybody else'),
    ...resource('resourceControlPolicy', 'rcp', 'Lets in tokens of listed issuers only'),
  ];
};

const linesOf = (resource: Resource): readonly string[] => [
  `  - name: ${resource.name}`,
  `    description: ${resource.description}`,
  `    resource_file: ${resource.file}`,
  `    deploy_method: ${resource.method}`,
  '    deployment_targets:',
  ...listOf('accounts', resource.accounts),
  ...listOf('organizational_units', resource.organizationalUnits),
  ...(resource.regions === undefined ? [] : ['    regions:', ...resource.regions.map((region) => `      - ${region}`)]),
];

const listOf = (key: string, values: readonly string[] | undefined): readonly string[] =>
  values === undefined ? [] : [`      ${key}:`, ...values.map((value) => `        - ${JSON.stringify(value)}`)];
