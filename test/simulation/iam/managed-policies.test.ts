import { administrator, federatedSession, roleSession } from '../../../simulation/iam';
import { Faults } from '../../../simulation/faults';
import { IamApi } from '../../../simulation/iam';
import { addRole, bareCloud, codeOf, member } from '../support';

const issuer = 'https://issuer.example/';
const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };

const setUp = (statements: readonly unknown[] = [allowAll]) => {
  const bare = bareCloud();
  const store = bare.cloud.iam(member);
  const admin = bare.iam(administrator('aws', member));
  const arn = addRole(bare.cloud, member, 'caller', trust, statements);
  addRole(bare.cloud, member, 'target', trust);
  store.managedPolicies.set(store.policyArn('cut-off'), {
    Statement: {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:FederatedProvider': store.providerArn(issuer) } },
    },
  });
  return { ...bare, store, admin, arn, session: bare.iam(roleSession(arn, 's')) };
};

describe('managed policies', () => {
  it('deny the sessions of a provider that were given before, and no others', () => {
    const { iam, admin, arn, store, session } = setUp();
    const federated = iam(federatedSession(arn, 'job', store.providerArn(issuer)));
    expect(codeOf(() => federated.listRoles())).toBeUndefined();
    admin.attachRolePolicy('caller', 'cut-off');
    expect(codeOf(() => federated.listRoles())).toBe('AccessDenied');
    expect(codeOf(() => session.listRoles())).toBeUndefined();
    admin.detachRolePolicy('caller', 'cut-off');
    expect(codeOf(() => federated.listRoles())).toBeUndefined();
  });

  it.each<readonly [string, (setting: ReturnType<typeof setUp>) => void]>([
    [
      'attach one that is not there',
      ({ admin }) => {
        admin.attachRolePolicy('target', 'none');
      },
    ],
    [
      'attach one to a role that is not there',
      ({ admin }) => {
        admin.attachRolePolicy('none', 'cut-off');
      },
    ],
    [
      'detach one that is not attached',
      ({ admin }) => {
        admin.detachRolePolicy('target', 'cut-off');
      },
    ],
  ])('are not there to %s', (_what, act) => {
    expect(
      codeOf(() => {
        act(setUp());
      }),
    ).toBe('NoSuchEntity');
  });
});

describe('the condition keys of an edit', () => {
  const narrow = [
    {
      Effect: 'Allow',
      Action: ['iam:TagRole', 'iam:UntagRole'],
      Resource: '*',
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['mine'] }, Null: { 'aws:TagKeys': 'false' } },
    },
    {
      Effect: 'Allow',
      Action: 'iam:AttachRolePolicy',
      Resource: '*',
      Condition: { ArnEquals: { 'iam:PolicyARN': `arn:aws:iam::${member}:policy/cut-off` } },
    },
  ];

  it.each<readonly [string, (api: IamApi) => void, string | undefined]>([
    [
      'the tag',
      (api) => {
        api.tagRole('target', { mine: 'x' });
      },
      undefined,
    ],
    [
      'the tag away',
      (api) => {
        api.untagRole('target', ['mine']);
      },
      undefined,
    ],
    [
      'another tag',
      (api) => {
        api.tagRole('target', { team: 'x' });
      },
      'AccessDenied',
    ],
    [
      'another tag beside it',
      (api) => {
        api.tagRole('target', { mine: 'x', team: 'x' });
      },
      'AccessDenied',
    ],
    [
      'no tag at all',
      (api) => {
        api.tagRole('target', {});
      },
      'AccessDenied',
    ],
    [
      'the policy',
      (api) => {
        api.attachRolePolicy('target', 'cut-off');
      },
      undefined,
    ],
    [
      'another policy',
      (api) => {
        api.attachRolePolicy('target', 'admin');
      },
      'AccessDenied',
    ],
  ])('decide on %s', (_what, act, code) => {
    expect(
      codeOf(() => {
        act(setUp(narrow).session);
      }),
    ).toBe(code);
  });
});

describe('reads that lag behind', () => {
  const lagging = () => {
    const { store, admin, authorizer, world, clock } = setUp();
    const faults = new Faults({ lag: 1 });
    faults.isOn = true;
    const reader = new IamApi(store, administrator('aws', member), {
      authorizer,
      calls: world.calls,
      clock,
      cloudTrail: () => undefined,
      caller: { before: () => undefined, lags: () => faults.strikes('lag') },
    });
    return { admin, reader, clock };
  };

  it('show what was there before the last write, for ten seconds', () => {
    const { admin, reader, clock } = lagging();
    admin.tagRole('target', { a: '1' });
    expect(reader.getRole('target').tags).toEqual({});
    expect(reader.getAccountAuthorizationDetails().find(({ name }) => name === 'target')!.tags).toEqual({});
    clock.advance(10);
    expect(reader.getRole('target').tags).toEqual({ a: '1' });
  });

  it('do not know of a new role yet, and know one that is gone', () => {
    const { admin, reader } = lagging();
    admin.createRole({ roleName: 'new', trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: trust }) });
    admin.deleteRole('target');
    expect(codeOf(() => reader.getRole('new'))).toBe('NoSuchEntity');
    expect(reader.getRole('target').name).toBe('target');
    expect(reader.listRoles().map(({ name }) => name)).toEqual(['caller', 'target']);
  });

  it('do not know of new audiences yet', () => {
    const { admin, reader } = lagging();
    admin.createOpenIdConnectProvider(issuer, ['a'], []);
    expect(codeOf(() => reader.getOpenIdConnectProvider(issuer))).toBe('NoSuchEntity');
    admin.addClientId(issuer, 'b');
    expect(reader.getOpenIdConnectProvider(issuer).audiences).toEqual(['a']);
  });
});
