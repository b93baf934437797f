import {
  type CloudFormationClient,
  CreateStackInstancesCommand,
  DescribeStackSetCommand,
  paginateListStackInstances,
  paginateListStackSetOperations,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation';
import {
  isGoingOn,
  type StackInstance,
  type StackInstancesRequest,
  type StackSetView,
} from '../../federation/stack-sets';
import { nameOf } from './failures';

/** Makes a call, and a Failure of what it throws. */
export type CallingStackSets = <T>(call: string, run: () => Promise<T>) => Promise<T>;

/** As many accounts at a time as there are; one that fails stops the others only where a tenth does. */
export const operationPreferences = {
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
  FailureTolerancePercentage: 10,
  MaxConcurrentPercentage: 100,
  RegionConcurrencyType: 'PARALLEL',
} as const;

/** The calls that the factory and the command line have in common; lists are whole. */
export const stackSetCalls = (client: CloudFormationClient, calling: CallingStackSets): StackSetView => ({
  describe: (name) =>
    calling('DescribeStackSet', async () => {
      try {
        const { StackSet: set = {} } = await client.send(new DescribeStackSetCommand({ StackSetName: name }));
        return {
          arn: set.StackSetARN ?? '',
          isServiceManaged: set.PermissionModel === 'SERVICE_MANAGED',
          template: set.TemplateBody ?? '',
          organizationalUnits: set.OrganizationalUnitIds ?? [],
          tags: Object.fromEntries((set.Tags ?? []).map(({ Key: key = '', Value: value = '' }) => [key, value])),
          autoDeployment: set.AutoDeployment?.Enabled === true,
          retainsStacks: set.AutoDeployment?.RetainStacksOnAccountRemoval === true,
          dependsOn: set.AutoDeployment?.DependsOn ?? [],
        };
      } catch (error) {
        if (nameOf(error) === 'StackSetNotFoundException') return undefined;
        throw error;
      }
    }),

  instances: (name, account) =>
    calling('ListStackInstances', async () => {
      const asked = { StackSetName: name, ...(account !== undefined && { StackInstanceAccount: account }) };
      const found: StackInstance[] = [];
      for await (const { Summaries: summaries = [] } of paginateListStackInstances({ client }, asked))
        found.push(...summaries.map(instanceOf));
      return found;
    }),

  runningOperation: (name) =>
    calling('ListStackSetOperations', async () => {
      for await (const page of paginateListStackSetOperations({ client }, { StackSetName: name })) {
        const running = page.Summaries?.find(({ Status: status = '' }) => isGoingOn({ status }));
        if (running !== undefined) return running.OperationId;
      }
      return undefined;
    }),

  createInstances: (request) =>
    calling('CreateStackInstances', async () => {
      const { OperationId: id } = await client.send(new CreateStackInstancesCommand(instancesInput(request)));
      return id ?? '';
    }),
});

/** What the calls that make or let go of instances have in common. */
export const instancesInput = ({ name, organizationalUnits, accounts, regions }: StackInstancesRequest) => ({
  StackSetName: name,
  DeploymentTargets: {
    OrganizationalUnitIds: [...organizationalUnits],
    ...(accounts !== undefined && { Accounts: [...accounts], AccountFilterType: 'INTERSECTION' as const }),
  },
  Regions: [...regions],
  OperationPreferences: operationPreferences,
});

const instanceOf = ({
  Account: account = '',
  Region: region = '',
  Status: status,
  StatusReason: reason,
  StackInstanceStatus: detailed,
}: StackInstanceSummary): StackInstance => ({
  account,
  region,
  // Of an account that is closed only the detailed status says that nothing is wrong.
  status: detailed?.DetailedStatus === 'SKIPPED_SUSPENDED_ACCOUNT' ? detailed.DetailedStatus : (status ?? ''),
  ...(reason !== undefined && { reason }),
});
