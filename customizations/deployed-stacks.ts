import { names } from '../federation/names';
import { partitions } from '../federation/partition';
import type { Configuration } from './configuration/configuration';
import { hookRegions } from './stacks/hook-regions';
import { templatePaths } from './stacks/template-paths';

/** A template, and where it goes. */
export interface DeployedStack {
  /** By which the way of delivery names its StackSet. */
  readonly name: string;
  readonly description: string;
  /** Path of the template. */
  readonly file: string;
  /** In the order in which they are deployed to. */
  readonly regions: readonly string[];
  /** `targets`: the accounts of the organizational units that the configuration targets. */
  readonly to: 'factory-account' | 'management-account' | 'targets';
}

/**
 * What is deployed, in the order in which it must be: the factory, its directory side before its workflows, so that what
 * the others name is there; the providers last, because from then on roles can be created.
 */
export const deployedStacks = (configuration: Configuration): readonly DeployedStack[] => {
  const { organization, factory } = configuration.organization.value;
  const iamRegion = partitions[organization.partition].iamEventRegion;
  return [
    {
      name: names.stackSets.directory,
      description: 'The function of the factory account that holds the Entra credential',
      file: templatePaths.directory,
      regions: [organization.homeRegion],
      to: 'factory-account',
    },
    {
      name: names.stackSets.factory,
      description: 'The factory account',
      file: templatePaths.factory,
      regions: [organization.homeRegion],
      to: 'factory-account',
    },
    ...(factory.lifecycleHook === 'manifest'
      ? [
          {
            name: names.stackSets.hook,
            description: 'Lifecycle events of the management account',
            file: templatePaths.hook,
            // In this order: the second rule is given a role that the first region makes.
            regions: hookRegions(organization),
            to: 'management-account' as const,
          },
        ]
      : []),
    {
      name: names.stackSets.account,
      description: 'Access role and forwarding of IAM events in vended accounts',
      file: templatePaths.account,
      regions: [iamRegion],
      to: 'targets',
    },
    {
      name: names.stackSets.provider,
      description: 'OIDC providers in vended accounts',
      file: templatePaths.provider,
      regions: [iamRegion],
      to: 'targets',
    },
  ];
};
