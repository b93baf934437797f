import { names } from '../../federation/names';
import { type StackSetDefinition, topmostUnits } from '../../federation/stack-sets';
import { matchOf } from '../cfct/targets';
import type { Configuration } from '../configuration/configuration';
import { type Diagnostic, diagnostic } from '../configuration/diagnostics';
import { type DeployedStack, deployedStacks } from '../deployed-stacks';

/** The ids of the units that StackSets are aimed at, and what they cannot be aimed at. */
export interface StackSetTargets {
  readonly organizationalUnits: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves the targets against the lock file. A StackSet with service-managed permissions always includes the units below,
 * and accounts that come later get it whatever filter it was deployed with: so a unit cannot be had without those below it.
 * Source: the CloudFormation user guide, «Enable or disable automatic deployments for StackSets».
 */
export const stackSetTargets = (configuration: Configuration): StackSetTargets => {
  const { value, at } = configuration.organization;
  const locked = configuration.lock.value.organizationalUnits;
  const diagnostics: Diagnostic[] = [];
  const units = value.targets.organizationalUnits.flatMap((target, index) => {
    const { path: named, direct } = matchOf(target);
    const unit = locked.find(({ id, path }) => id === named || path === named);
    const problem = direct
      ? 'StackSets always reach the units below. Name the unit without `direct`, or other units.'
      : unit === undefined
        ? `StackSets are aimed at ids, and the lock file has none for ${named}. Run \`oidc-factory lock\`.`
        : undefined;
    if (problem === undefined) return unit ?? [];
    const position = at(['targets', 'organizationalUnits', index]);
    diagnostics.push(diagnostic(position, 'target-not-deployable', problem));
    return [];
  });
  return { organizationalUnits: topmostUnits(units), diagnostics };
};

/** The StackSets, in the order in which they are deployed. The hook has none: they do not reach the management account. */
export const stackSetDefinitions = (configuration: Configuration): readonly StackSetDefinition[] => {
  const { factory } = configuration.organization.value;
  const { organizationalUnits } = stackSetTargets(configuration);
  const root = configuration.lock.value.organizationalUnits.filter(({ path }) => path === '/').map(({ id }) => id);
  const aims: Readonly<
    Record<
      DeployedStack['to'],
      readonly Pick<StackSetDefinition, 'organizationalUnits' | 'accounts' | 'autoDeployment'>[]
    >
  > = {
    // Wherever the account is. A filter by account holds at deployment only, so nothing may be deployed by itself.
    'factory-account': [{ organizationalUnits: root, accounts: [factory.account.id], autoDeployment: false }],
    'management-account': [],
    targets: [{ organizationalUnits, autoDeployment: true }],
  };
  return deployedStacks(configuration).flatMap(({ to, file, ...stack }) =>
    aims[to].map((aim) => ({
      ...stack,
      template: file,
      ...aim,
      ...(stack.name === names.stackSets.provider && { dependsOn: names.stackSets.account }),
    })),
  );
};
