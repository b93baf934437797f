import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import path from 'node:path';
import type { StackSetDefinition } from '../../federation/stack-sets';
import { createStackSets } from '../../handlers/adapters/stack-sets';
import { createCaller, createStacks } from '../../handlers/adapters/stacks';
import { deployHook } from '../../scripts/commands/deploy-hook';
import { edit, recordingTerminal, withSample } from '../scripts/support';
import { inAccount, kept, reset, settings } from './cloud';

const managementAccount = '111111111111';

beforeEach(reset);

it('deploys the hook, leaves it alone, and updates it', async () => {
  const there = await inAccount(managementAccount);
  const deploy = async (folder: string): Promise<string> => {
    const terminal = recordingTerminal();
    let changeSets = 0;
    await deployHook(
      { config: path.join(folder, 'config'), dryRun: false },
      {
        connect: (region) =>
          Promise.resolve(createStacks(kept(new CloudFormationClient({ ...there, region })), region)),
        callerIn: (region) => createCaller(kept(new STSClient({ ...there, region }))),
        pause: () => Promise.resolve(),
        newId: () => `${Date.now()}-${(changeSets += 1)}`,
      },
      terminal,
    );
    return terminal.said().out;
  };
  await withSample(async (folder) => {
    expect(await deploy(folder)).toMatch(/eu-west-1 {2}created[^]*us-east-1 {2}created/);
    expect(await deploy(folder)).toBe(
      'oidc-factory-hook in eu-west-1  up to date\noidc-factory-hook in us-east-1  up to date',
    );
    await edit(folder, 'config/organization.yaml', 'deliver: cfct', 'deliver: stacksets');
    const updated = await deploy(folder);
    expect(updated).toContain('oidc-factory-hook in eu-west-1  updated');
    expect(updated).toContain('add  StackInstances (AWS::IAM::Role)');
    expect(await deploy(folder)).toMatch(/eu-west-1 {2}up to date/);
  });
}, 60_000);

it('makes a StackSet with service-managed permissions, and its instances in a unit', async () => {
  const organizations = kept(new OrganizationsClient({ ...settings, region: 'us-east-1' }));
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
  const created = await organizations.send(
    new CreateOrganizationalUnitCommand({ ParentId: root!.Id, Name: 'Workloads' }),
  );
  const unit = created.OrganizationalUnit!.Id!;
  const { CreateAccountStatus: vended } = await organizations.send(
    new CreateAccountCommand({ AccountName: 'payments', Email: 'payments@example.com' }),
  );
  const account = vended!.AccountId!;
  await organizations.send(
    new MoveAccountCommand({ AccountId: account, SourceParentId: root!.Id, DestinationParentId: unit }),
  );

  const region = 'eu-west-1';
  const client = kept(new CloudFormationClient({ ...settings, region }));
  const stackSets = createStackSets(client, region, () => Promise.reject(new Error('Nothing is too long here.')));
  const definition: StackSetDefinition = {
    name: 'oidc-factory-account',
    description: 'A queue',
    template: 'templates/queue.json',
    regions: ['us-east-1'],
    organizationalUnits: [unit],
    autoDeployment: true,
  };
  const request = {
    definition,
    template: JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }),
    organization: 'o-a1b2c3d4e5',
  };
  expect(await stackSets.describe(definition.name)).toBeUndefined();
  await stackSets.create(request);
  expect(await stackSets.describe(definition.name)).toMatchObject({
    isServiceManaged: true,
    template: request.template,
    tags: { 'oidc-factory:organization': 'o-a1b2c3d4e5' },
  });
  const operation = await stackSets.createInstances({ ...definition });
  expect(await stackSets.operation(definition.name, operation)).toEqual({ status: 'SUCCEEDED' });
  expect(await stackSets.runningOperation(definition.name)).toBeUndefined();
  expect(await stackSets.failedResults(definition.name, operation)).toEqual([]);
  expect(await stackSets.instances(definition.name)).toEqual([{ account, region: 'us-east-1', status: 'CURRENT' }]);
});
