import { names } from '../../federation/names';
import { roleSession } from '../../simulation/iam';
import { codeOf, deployer, sampleOrganization } from './support';

const account = 'payments-us';
const accountId = '444444444444';
const accessRole = roleSession(`arn:aws:iam::${accountId}:role/${names.accessRole}`, 'test');

describe('a change of the organization', () => {
  it('is deployed where something is another, and said by CloudFormation', async () => {
    const { world, templates, manifest } = sampleOrganization();
    await world.settle();
    const told = (): number => world.events().filter(({ event }) => event.source === 'aws.cloudformation').length;
    const before = told();
    world.redeploy({ templates, manifest });
    expect(told()).toBe(before);

    const path = 'templates/oidc-factory.template.json';
    const changed = JSON.parse(JSON.stringify(templates.get(path)).replaceAll('cron(17 2 ', 'cron(18 2 ')) as unknown;
    world.redeploy({ templates: new Map([...templates, [path, changed]]), manifest });
    expect(world.events().at(-1)!.event).toMatchObject({
      source: 'aws.cloudformation',
      detail: { 'status-details': { status: 'UPDATE_COMPLETE' } },
    });
    expect(told()).toBe(before + 1);
  });

  it.each([
    ['the factory’s stack begins a reconcile', 'templates/oidc-factory.template.json', 1],
    ['the stack of the directory side begins none', 'templates/oidc-factory-directory.template.json', 0],
  ])('%s when it is updated', async (_what, path, reconciles) => {
    const { world, templates, manifest } = sampleOrganization();
    await world.settle();
    const before = world.executions().length;
    const changed = JSON.parse(
      JSON.stringify(templates.get(path)).replaceAll('"MemorySize":512', '"MemorySize":1024'),
    ) as unknown;
    expect(changed).not.toEqual(templates.get(path));
    world.redeploy({ templates: new Map([...templates, [path, changed]]), manifest });
    expect(world.events().at(-1)!.event.source).toBe('aws.cloudformation');
    await world.settle();
    const started = world
      .executions()
      .slice(before)
      .map(({ stateMachineArn }) => stateMachineArn.split(':').at(-1));
    expect(started.filter((name) => name === names.stateMachine('reconcile-organization'))).toHaveLength(reconciles);
  });

  it('has every schedule fall due once a night', async () => {
    const { world } = sampleOrganization();
    await world.settle();
    const before = world.executions().length;
    world.nightly();
    await world.settle();
    const machines = world
      .executions()
      .slice(before)
      .map(({ stateMachineArn }) => stateMachineArn.split(':').at(-1));
    expect(machines.filter((machine) => machine === names.stateMachine('reconcile-organization'))).toHaveLength(1);
  });

  it('can wipe the audiences of a provider, as a stack update does', async () => {
    const { world, provider } = sampleOrganization();
    await world.settle();
    world.iam(account).addClientId(provider.issuer, 'own');
    world.wipeAudiences(account, provider.issuer);
    expect(world.providers(account)[0]!.audiences).toEqual(['oidc-factory-pending']);
    expect(
      codeOf(() => {
        world.wipeAudiences(account, 'https://other.example');
      }),
    ).toBe('step-refused');
  });

  it('closes an account: nobody gets in, and nothing comes out', async () => {
    const { world, provider } = sampleOrganization();
    await world.settle();
    world.closeAccount(account);
    const events = world.events().length;
    expect(codeOf(() => world.createRole(account, deployer(world, account, provider.issuer)))).toBe('AccessDenied');
    expect(codeOf(() => world.iamAs(account, accessRole).listRoles())).toBe('AccessDenied');
    expect(world.events()).toHaveLength(events);
  });

  it('quarantines an account for the access role only, until it is released', async () => {
    const { world, provider } = sampleOrganization();
    await world.settle();
    world.quarantine(account);
    expect(codeOf(() => world.iamAs(account, accessRole).listRoles())).toBe('AccessDenied');
    expect(codeOf(() => world.createRole(account, deployer(world, account, provider.issuer)))).toBeUndefined();
    world.release(account);
    expect(codeOf(() => world.iamAs(account, accessRole).listRoles())).toBeUndefined();
  });

  it('moves an account, and Control Tower says so', async () => {
    const { world } = sampleOrganization();
    await world.settle();
    world.moveAccount(account, '/Workloads');
    expect(world.events().at(-1)!.event.detail).toMatchObject({
      eventName: 'UpdateManagedAccount',
      serviceEventDetails: { updateManagedAccountStatus: { account: { accountId }, state: 'SUCCEEDED' } },
    });
  });
});
