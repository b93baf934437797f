import { names } from '../../federation/names';
import { partitions, type Partition } from '../../federation/partition';
import { eventTime, iamCallEvent } from '../../simulation/eventbridge';
import { administrator, roleSession } from '../../simulation/iam';
import { Ids } from '../../simulation/ids';
import type { LocalOrganization } from '../../simulation/local-organization';
import { codeOf, bareCloud, deployer, factory, management, member, rule, sampleOrganization } from './support';

const intakeBus = `arn:aws:events:eu-west-1:${factory}:event-bus/${names.intakeBus}`;
const onIntakeBus = (world: LocalOrganization) =>
  world
    .events()
    .filter(({ bus }) => bus === intakeBus)
    .map(({ event }) => event)
    // The stacks that were there before the story have made the providers.
    .filter(({ detail }) => detail['eventName'] !== 'CreateOpenIDConnectProvider');
const accessRole = (account: string) => roleSession(`arn:aws:iam::${account}:role/${names.accessRole}`, 'test');

describe('the generated forwarding rules', () => {
  it('bring an IAM call to the intake bus with the account where it was made', async () => {
    const { world, provider } = sampleOrganization();
    world.createRole(member, deployer(world, member, provider.issuer));
    await world.settle();
    const [event] = onIntakeBus(world);
    expect(event).toMatchObject({
      source: 'aws.iam',
      account: member,
      region: 'us-east-1',
      detail: { eventName: 'CreateRole' },
    });
    const original = world.events().find((taken) => taken.event.detail['eventName'] === 'CreateRole');
    expect(event!.id).not.toBe(original!.event.id);
    expect(event!.detail['eventID']).toBe(original!.event.detail['eventID']);
    expect(world.undelivered()).toEqual([]);
  });

  it.each<readonly [string, (world: LocalOrganization, issuer: string) => unknown]>([
    [
      'a call that failed',
      (world) => {
        expect(() => {
          world.deleteRole(member, 'nobody');
        }).toThrow('cannot be found');
      },
    ],
    [
      'a call that changes no verdict',
      (world, issuer) => {
        world.createRole(member, deployer(world, member, issuer));
        world.iam(member).putRolePolicy('web-deployer', 'reads', '{}');
      },
    ],
    [
      'a call of the access role',
      (world, issuer) => {
        world.createRole(member, deployer(world, member, issuer));
        world
          .iamAs(member, accessRole(member))
          .updateAssumeRolePolicy('web-deployer', world.consoleTrustPolicy(member, issuer));
      },
    ],
    [
      'a call in an account that is excluded',
      (world, issuer) => world.createRole('payments-legacy', deployer(world, 'payments-legacy', issuer)),
    ],
    ['a call in the factory account', (world, issuer) => world.createRole(factory, deployer(world, factory, issuer))],
  ])('keep back %s', async (_what, act) => {
    const { world, provider } = sampleOrganization();
    act(world, provider.issuer);
    await world.settle();
    // The role's creation goes through, as it must.
    const forwarded = onIntakeBus(world).filter(
      (event) => event.detail['eventName'] !== 'CreateRole' || event.account !== member,
    );
    expect(forwarded).toEqual([]);
    expect(world.events().filter(({ event }) => event.source === 'aws.iam')).not.toEqual([]);
  });

  it.each([
    'DeleteRole',
    'UpdateAssumeRolePolicy',
    'UpdateRole',
    'TagRole',
    'UntagRole',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
  ])('bring %s', async (eventName) => {
    const { world, provider } = sampleOrganization();
    world.createRole(member, { roleName: 'r', trustPolicy: world.consoleTrustPolicy(member, provider.issuer) });
    const iam = world.iam(member);
    const calls: Record<string, () => void> = {
      DeleteRole: () => {
        iam.deleteRole('r');
      },
      UpdateAssumeRolePolicy: () => {
        iam.updateAssumeRolePolicy('r', world.consoleTrustPolicy(member, provider.issuer));
      },
      UpdateRole: () => {
        iam.updateRole('r', 7200);
      },
      TagRole: () => {
        iam.tagRole('r', { team: 'x' });
      },
      UntagRole: () => {
        iam.untagRole('r', ['team']);
      },
      PutRolePermissionsBoundary: () => {
        iam.putRolePermissionsBoundary('r', 'arn:aws:iam::1:policy/b');
      },
      DeleteRolePermissionsBoundary: () => {
        iam.deleteRolePermissionsBoundary('r');
      },
    };
    calls[eventName]!();
    await world.settle();
    expect(onIntakeBus(world).map((event) => event.detail['eventName'])).toEqual(['CreateRole', eventName]);
  });
});

describe('the intake bus', () => {
  it.each([
    ['a foreign source', 'oidc-factory.intake', 'Role Observed', member],
    ['the outcomes source', 'oidc-factory', 'Role Bound', member],
    ['a lifecycle source of its own making', 'controltower', 'AWS Service Event via CloudTrail', management],
  ])('refuses %s from a member', (_what, source, detailType, account) => {
    const { world } = sampleOrganization();
    expect(
      codeOf(() => {
        world.putEvents(account, intakeBus, { source, detailType, detail: { account: member, roleName: 'r' } });
      }),
    ).toBe('AccessDenied');
    expect(onIntakeBus(world)).toEqual([]);
  });

  it('takes the sources of AWS from nobody who calls PutEvents', () => {
    const { world } = sampleOrganization();
    expect(
      codeOf(() => {
        world.putEvents(member, intakeBus, {
          source: 'aws.iam',
          detailType: 'AWS API Call via CloudTrail',
          detail: {},
        });
      }),
    ).toBe('ValidationError');
  });
});

describe('the access role', () => {
  const setUp = () => {
    const { world, provider } = sampleOrganization();
    world.createRole(member, deployer(world, member, provider.issuer));
    world.createRole(member, { ...deployer(world, member, provider.issuer), roleName: 'outside', path: '/other/' });
    return { world, provider, api: world.iamAs(member, accessRole(member)) };
  };
  type Setting = ReturnType<typeof setUp>;

  it.each<readonly [string, (setting: Setting) => unknown]>([
    ['read a role', ({ api }) => api.getRole('web-deployer')],
    ['list roles', ({ api }) => api.listRoles()],
    [
      'rewrite the trust of a role that a policy can match',
      ({ api, world, provider }) => {
        api.updateAssumeRolePolicy('web-deployer', world.consoleTrustPolicy(member, provider.issuer));
      },
    ],
    ['read the managed provider', ({ api, provider }) => api.getOpenIdConnectProvider(provider.issuer)],
    [
      'add an audience to it',
      ({ api, provider }) => {
        api.addClientId(provider.issuer, 'a');
      },
    ],
    [
      'remove an audience from it',
      ({ api, provider }) => {
        api.removeClientId(provider.issuer, 'a');
      },
    ],
  ])('may %s', (_what, act) => {
    expect(() => act(setUp())).not.toThrow();
  });

  it.each<readonly [string, (setting: Setting) => unknown]>([
    [
      'rewrite its own trust',
      ({ api, world, provider }) => {
        api.updateAssumeRolePolicy(names.accessRole, world.consoleTrustPolicy(member, provider.issuer));
      },
    ],
    [
      'rewrite the trust of the forwarding role',
      ({ api, world, provider }) => {
        api.updateAssumeRolePolicy(names.forwardingRole, world.consoleTrustPolicy(member, provider.issuer));
      },
    ],
    [
      'rewrite the trust of a role that no policy can match',
      ({ api, world, provider }) => {
        api.updateAssumeRolePolicy('outside', world.consoleTrustPolicy(member, provider.issuer));
      },
    ],
    [
      'create a role',
      ({ api, world, provider }) => api.createRole(deployer(world, member, provider.issuer, 'another')),
    ],
    [
      'delete a role',
      ({ api }) => {
        api.deleteRole('web-deployer');
      },
    ],
    [
      'tag a role',
      ({ api }) => {
        api.tagRole('web-deployer', {});
      },
    ],
    [
      'lift a permissions boundary',
      ({ api }) => {
        api.deleteRolePermissionsBoundary('web-deployer');
      },
    ],
    [
      'lengthen sessions',
      ({ api }) => {
        api.updateRole('web-deployer', 43200);
      },
    ],
    [
      'delete the managed provider',
      ({ api, provider }) => {
        api.deleteOpenIdConnectProvider(provider.issuer);
      },
    ],
    [
      'make another provider',
      ({ api }) => {
        api.createOpenIdConnectProvider('https://evil.example', [], []);
      },
    ],
    [
      'add an audience to another provider',
      ({ api }) => {
        api.addClientId('https://evil.example', 'a');
      },
    ],
  ])('may not %s', (_what, act) => {
    expect(codeOf(() => act(setUp()))).toBe('AccessDenied');
  });

  it('is of no use in another account', () => {
    const { world } = sampleOrganization();
    expect(codeOf(() => world.iamAs('555555555555', accessRole(member)))).toBe('AccessDenied');
  });
});

describe('EventBridge', () => {
  const queueArn = `arn:aws:sqs:us-east-1:${member}:dead`;
  const event = (now: Date) =>
    iamCallEvent(
      {
        principal: administrator('aws', member),
        account: member,
        eventName: 'CreateRole',
        requestParameters: { roleName: 'r' },
        responseElements: null,
      },
      'aws',
      new Ids(),
      now,
    );

  it('drops what it cannot deliver, and says why', () => {
    const { cloud, eventBridge, clock } = bareCloud();
    cloud
      .region(member, 'us-east-1')
      .buses.get('default')!
      .rules.set('rule', rule({ pattern: {}, targets: [{ id: 't', arn: intakeBus, deadLetterArn: queueArn }] }));
    eventBridge.putServiceEvent(event(clock.now()));
    expect(eventBridge.deliverNext()).toBe(true);
    expect(eventBridge.undelivered().map(({ because }) => because)).toEqual([
      expect.stringContaining('has no role'),
      expect.stringContaining('There is no queue'),
    ]);
  });

  it('asks neither a rule that is switched off nor one on another bus', () => {
    const { cloud, eventBridge, clock } = bareCloud();
    const target = [{ id: 't', arn: queueArn }];
    cloud
      .region(member, 'us-east-1')
      .buses.get('default')!
      .rules.set('rule', rule({ pattern: {}, targets: target, enabled: false }));
    cloud
      .region(member, 'eu-west-1')
      .buses.get('default')!
      .rules.set('rule', rule({ pattern: {}, targets: target }));
    eventBridge.putServiceEvent(event(clock.now()));
    expect(eventBridge.deliverNext()).toBe(false);
  });

  it.each(Object.keys(partitions) as Partition[])('sees IAM calls of %s in one region only', (partition) => {
    const call = {
      principal: administrator(partition, member),
      account: member,
      eventName: 'DeleteRole',
      requestParameters: { roleName: 'r' },
      responseElements: null,
    };
    const now = new Date('2027-01-04T08:00:00.789Z');
    expect(iamCallEvent(call, partition, new Ids(), now)).toMatchObject({
      region: partitions[partition].iamEventRegion,
      time: '2027-01-04T08:00:00Z',
    });
    expect(eventTime(now)).toBe('2027-01-04T08:00:00Z');
  });
});
