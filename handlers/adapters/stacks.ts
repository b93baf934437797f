import {
  type Change,
  type CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Caller, StackChange, Stacks } from '../../federation/stacks';
import { type CommandCodes, commandCall } from './command-calls';

const hookCodes: CommandCodes = { refused: 'HookRefused', failed: 'HookNotDeployed' };

/** CloudFormation of one region, for whoever runs a command. */
export const createStacks = (client: CloudFormationClient, region: string): Stacks => {
  const call = <T>(operation: string, run: () => Promise<T>): Promise<T> =>
    commandCall(`${operation} in ${region}`, hookCodes, run);
  return {
    region,
    describe: (stack) =>
      call('DescribeStacks', async () => {
        // A stack that is asked for by its name and is not there is a validation error, which says so in words only: so
        // the stacks of the region are looked through.
        let token: string | undefined;
        do {
          const page = await client.send(
            new DescribeStacksCommand({ ...(token !== undefined && { NextToken: token }) }),
          );
          const found = page.Stacks?.find(({ StackName }) => StackName === stack);
          if (found !== undefined) {
            const changed = found.LastUpdatedTime ?? found.CreationTime;
            return {
              status: found.StackStatus ?? '',
              ...(found.StackStatusReason !== undefined && { reason: found.StackStatusReason }),
              ...(changed !== undefined && { changedAt: changed.toISOString() }),
            };
          }
          token = page.NextToken;
        } while (token !== undefined);
        return undefined;
      }),

    templateOf: (stack) =>
      call('GetTemplate', async () => {
        const { TemplateBody } = await client.send(
          new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' }),
        );
        return TemplateBody ?? '';
      }),

    createChangeSet: ({ stack, changeSet, kind, template }) =>
      call('CreateChangeSet', async () => {
        await client.send(
          new CreateChangeSetCommand({
            StackName: stack,
            ChangeSetName: changeSet,
            ChangeSetType: kind,
            TemplateBody: template,
            Capabilities: ['CAPABILITY_NAMED_IAM'],
          }),
        );
      }),

    describeChangeSet: (stack, changeSet) =>
      call('DescribeChangeSet', async () => {
        const changes: StackChange[] = [];
        let token: string | undefined;
        for (;;) {
          const page = await client.send(
            new DescribeChangeSetCommand({
              StackName: stack,
              ChangeSetName: changeSet,
              ...(token !== undefined && { NextToken: token }),
            }),
          );
          changes.push(...(page.Changes ?? []).flatMap(changeOf));
          token = page.NextToken;
          if (token !== undefined) continue;
          const { Status: status = '', StatusReason: reason } = page;
          return { status, changes, ...(reason !== undefined && { reason }) };
        }
      }),

    executeChangeSet: (stack, changeSet) =>
      call('ExecuteChangeSet', async () => {
        await client.send(new ExecuteChangeSetCommand({ StackName: stack, ChangeSetName: changeSet }));
      }),

    deleteChangeSet: (stack, changeSet) =>
      call('DeleteChangeSet', async () => {
        await client.send(new DeleteChangeSetCommand({ StackName: stack, ChangeSetName: changeSet }));
      }),

    deleteStack: (stack) =>
      call('DeleteStack', async () => {
        await client.send(new DeleteStackCommand({ StackName: stack }));
      }),
  };
};

/** Whose credentials whoever runs a command has. */
export const createCaller = (client: STSClient, codes: CommandCodes = hookCodes): Caller => ({
  account: () =>
    commandCall('GetCallerIdentity', codes, async () => {
      const { Account: account } = await client.send(new GetCallerIdentityCommand({}));
      return account ?? '';
    }),
});

const changeOf = ({ ResourceChange: change }: Change): readonly StackChange[] =>
  change === undefined
    ? []
    : [
        {
          action: change.Action ?? '',
          logicalId: change.LogicalResourceId ?? '',
          type: change.ResourceType ?? '',
          isReplaced: change.Replacement === 'True',
        },
      ];
