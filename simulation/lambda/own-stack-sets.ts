import { roleArn } from '../../federation/arn';
import { names } from '../../federation/names';
import type { OwnStackSets } from '../../federation/ports';
import type { StackInstancesRequest, StackSetView } from '../../federation/stack-sets';
import type { RequestContext } from '../../federation/trust/conditions';
import { AwsError } from '../errors';
import type { RoleSession } from '../iam';
import type { DeployedStackSet } from '../stack-sets';
import { called } from './called';
import type { RunningFunction } from './running-function';
import type { Surroundings } from './surroundings';

/** StackSets of the management account, through the role for stack instances; that one is assumed for each session. */
export const ownStackSets = (running: RunningFunction, surroundings: Surroundings): OwnStackSets => {
  const { partition, managementAccount } = surroundings.world.organization;
  const arn = roleArn(partition, managementAccount, '/', names.stackInstances);
  return {
    open: () =>
      called('The role for stack instances cannot be assumed.', () => {
        running.instance.before('sts', 'AssumeRole');
        try {
          return viewOf(
            surroundings.sts.assumeRole(running.principal, arn, running.deployed.name),
            running,
            surroundings,
          );
        } catch (error) {
          if (error instanceof AwsError && error.code === 'AccessDenied') return undefined;
          throw error;
        }
      }),
  };
};

const viewOf = (
  principal: RoleSession,
  { instance }: RunningFunction,
  { world, cloud, authorizer }: Surroundings,
): StackSetView => {
  const { partition, homeRegion, managementAccount } = world.organization;
  const { stackSets } = cloud.region(managementAccount, homeRegion);
  const call = <T>(
    operation: string,
    name: string,
    work: (stackSet: DeployedStackSet | undefined) => T,
    context: RequestContext = {},
  ): Promise<T> =>
    called(`${operation} fails in the management account.`, () => {
      instance.before('cloudformation', operation);
      world.calls.count('cloudformation', operation);
      const stackSet = stackSets.get(name);
      const arn = `arn:${partition}:cloudformation:${homeRegion}:${managementAccount}:stackset/${name}:none`;
      authorizer.require(principal, `cloudformation:${operation}`, stackSet?.arn ?? arn, {
        ...tagKeys(stackSet?.tags ?? {}),
        ...context,
      });
      return work(stackSet);
    });
  /** Whoever makes stack instances must be let at the units and the accounts, and at every type of resource in the template. */
  const requireTargets = (
    stackSet: DeployedStackSet,
    { organizationalUnits, accounts = [], regions }: StackInstancesRequest,
  ): void => {
    const targets = [...organizationalUnits, ...accounts].map(
      (target) => `${stackSet.arn.replace(':stackset/', ':stackset-target/')}/${target}`,
    );
    const types = [...stackSet.types].map(
      (type) => `arn:${partition}:cloudformation:${homeRegion}::type/resource/${type.replaceAll('::', '-')}`,
    );
    for (const resource of [...targets, ...types])
      authorizer.require(principal, 'cloudformation:CreateStackInstances', resource, targetRegions(regions));
  };
  return {
    describe: (name) =>
      call('DescribeStackSet', name, (stackSet) =>
        stackSet === undefined
          ? undefined
          : {
              arn: stackSet.arn,
              isServiceManaged: true,
              template: JSON.stringify(stackSet.template),
              organizationalUnits: stackSet.definition.organizationalUnits,
              tags: stackSet.tags,
              autoDeployment: stackSet.definition.autoDeployment,
              retainsStacks: true,
              dependsOn: [],
            },
      ),
    instances: (name, account) =>
      call('ListStackInstances', name, (stackSet) =>
        (stackSet?.instances() ?? []).filter((one) => account === undefined || one.account === account),
      ),
    // Operations of the local organization end at once.
    runningOperation: (name) => call('ListStackSetOperations', name, () => undefined),
    createInstances: (request) =>
      call(
        'CreateStackInstances',
        request.name,
        (stackSet) => {
          if (stackSet === undefined)
            throw new AwsError('ResourceNotFoundException', `There is no StackSet ${request.name}.`);
          requireTargets(stackSet, request);
          const meant = world.organization
            .accounts()
            .filter((account) => stackSet.isFor(account) && (request.accounts?.includes(account.id) ?? true));
          for (const { id } of meant) stackSet.deployTo(id);
          return world.ids.guid('stack-set-operation');
        },
        targetRegions(request.regions),
      ),
  };
};

const tagKeys = (tags: Readonly<Record<string, string>>): RequestContext =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, [value]]));

const targetRegions = (regions: readonly string[]): RequestContext => ({ 'cloudformation:targetregion': regions });
