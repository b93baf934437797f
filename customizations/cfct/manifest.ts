import { partitions } from '../../federation/partition';
import type { Configuration } from '../configuration/configuration';
import type { GeneratedFile } from '../generated-file';
import { type GuardrailName, guardrailPaths } from '../guardrails';
import { hookRegions } from '../stacks/hook-regions';
import { templatePaths } from '../stacks/template-paths';
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
 * stand here too: then the factory, its directory side before its workflows, so that what the others name is there; the
 * providers last, because from then on roles can be created. It is written line by line, because CfCT's build reads paths
 * with grep and wants them unquoted, and because account ids and unit names must be quoted for the YAML 1.1 that it reads.
 */
export const renderManifest = (configuration: Configuration): GeneratedFile => {
  const { organization, factory } = configuration.organization.value;
  const { organizationalUnits } = manifestTargets(configuration);
  const iamRegion = partitions[organization.partition].iamEventRegion;
  const resources: readonly Resource[] = [
    ...guardrailsOf(configuration),
    {
      name: 'oidc-factory-directory',
      description: 'The function of the factory account that holds the Entra credential',
      file: templatePaths.directory,
      method: 'stack_set',
      regions: [organization.homeRegion],
      accounts: [factory.account.id],
    },
    {
      name: 'oidc-factory',
      description: 'The factory account',
      file: templatePaths.factory,
      method: 'stack_set',
      regions: [organization.homeRegion],
      accounts: [factory.account.id],
    },
    ...(factory.lifecycleHook === 'manifest'
      ? [
          {
            name: 'oidc-factory-hook',
            description: 'Lifecycle events of the management account',
            file: templatePaths.hook,
            method: 'stack_set' as const,
            // In this order: the second rule is given a role that the first region makes.
            regions: hookRegions(organization),
            accounts: [organization.managementAccount],
          },
        ]
      : []),
    {
      name: 'oidc-factory-account',
      description: 'Access role and forwarding of IAM events in vended accounts',
      file: templatePaths.account,
      method: 'stack_set',
      regions: [iamRegion],
      organizationalUnits,
    },
    {
      name: 'oidc-factory-provider',
      description: 'OIDC providers in vended accounts',
      file: templatePaths.provider,
      method: 'stack_set',
      regions: [iamRegion],
      organizationalUnits,
    },
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
