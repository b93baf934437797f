import {
  type CloudFormationClient,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DescribeOrganizationsAccessCommand,
  DescribeStackSetOperationCommand,
  paginateListStackSetOperationResults,
  UpdateStackSetCommand,
} from '@aws-sdk/client-cloudformation';
import { Failure } from '../../federation/failures';
import { stackSetTag } from '../../federation/names';
import type { StackInstance, StackSetRequest, StackSets } from '../../federation/stack-sets';
import { type CommandCodes, commandCall } from './command-calls';
import { nameOf } from './failures';
import { type CallingStackSets, instancesInput, operationPreferences, stackSetCalls } from './stack-set-calls';

/** What the calls of `deploy stacksets` fail with. */
export const stackSetCodes: CommandCodes = { refused: 'StackSetsRefused', failed: 'StackSetsNotDeployed' };

/** A template up to that long, in bytes, goes into the call; a longer one through S3. Source: the reference of CreateStackSet. */
export const longestTemplate = 51_200;

/** Puts a template where CloudFormation reads it, and answers its URL. */
export type UploadTemplate = (template: string) => Promise<string>;

/** StackSets of the management account, for whoever runs a command. */
export const createStackSets = (client: CloudFormationClient, region: string, upload: UploadTemplate): StackSets => {
  const calling: CallingStackSets = (operation, run) =>
    commandCall(`${operation} in ${region}`, stackSetCodes, async () => {
      try {
        return await run();
      } catch (error) {
        if (nameOf(error) !== 'OperationInProgressException') throw error;
        throw new Failure('Locked', `Another operation of the StackSet runs, so that ${operation} has to wait.`, {
          cause: error,
        });
      }
    });
  const templateOf = async (template: string) =>
    Buffer.byteLength(template) <= longestTemplate
      ? { TemplateBody: template }
      : { TemplateURL: await upload(template) };
  return {
    region,
    ...stackSetCalls(client, calling),

    hasTrustedAccess: () =>
      calling('DescribeOrganizationsAccess', async () => {
        const { Status: status } = await client.send(new DescribeOrganizationsAccessCommand({}));
        return status === 'ENABLED';
      }),

    create: (request) =>
      calling('CreateStackSet', async () => {
        const template = await templateOf(request.template);
        await client.send(new CreateStackSetCommand({ ...inputOf(request), ...template }));
      }),

    update: (request) =>
      calling('UpdateStackSet', async () => {
        const template = await templateOf(request.template);
        const { OperationId: id } = await client.send(
          new UpdateStackSetCommand({
            ...inputOf(request),
            ...template,
            OperationPreferences: operationPreferences,
          }),
        );
        return id ?? '';
      }),

    retainInstances: (request) =>
      calling('DeleteStackInstances', async () => {
        const { OperationId: id } = await client.send(
          new DeleteStackInstancesCommand({ ...instancesInput(request), RetainStacks: true }),
        );
        return id ?? '';
      }),

    operation: (name, id) =>
      calling('DescribeStackSetOperation', async () => {
        const { StackSetOperation: operation = {} } = await client.send(
          new DescribeStackSetOperationCommand({ StackSetName: name, OperationId: id }),
        );
        const { Status: status = '', StatusReason: reason } = operation;
        return { status, ...(reason !== undefined && { reason }) };
      }),

    failedResults: (name, id) =>
      calling('ListStackSetOperationResults', async () => {
        const failed: StackInstance[] = [];
        const pages = paginateListStackSetOperationResults({ client }, { StackSetName: name, OperationId: id });
        for await (const { Summaries: summaries = [] } of pages) {
          for (const { Account = '', Region = '', Status = '', StatusReason: reason } of summaries) {
            if (Status !== 'FAILED' && Status !== 'CANCELLED') continue;
            failed.push({
              account: Account,
              region: Region,
              status: Status,
              ...(reason !== undefined && { reason }),
            });
          }
        }
        return failed;
      }),
  };
};

const inputOf = ({ definition, organization, dependsOn }: StackSetRequest) => ({
  StackSetName: definition.name,
  Description: `oidc-factory: ${definition.description}`,
  PermissionModel: 'SERVICE_MANAGED' as const,
  AutoDeployment: definition.autoDeployment
    ? {
        Enabled: true,
        RetainStacksOnAccountRemoval: true,
        ...(dependsOn !== undefined && { DependsOn: [dependsOn] }),
      }
    : { Enabled: false },
  Capabilities: ['CAPABILITY_NAMED_IAM' as const],
  Tags: [{ Key: stackSetTag, Value: organization }],
});
