import { administrator, roleSession } from '../../../simulation/iam';
import { codeOf, addRole, bareCloud, member } from '../support';

const url = 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/';
const trust = (statement: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'arn' }, ...statement },
    ],
  });

const setUp = () => {
  const bare = bareCloud();
  return { ...bare, admin: bare.iam(administrator('aws', member)) };
};

describe('IamApi', () => {
  it('gives a role that is created anew another id', () => {
    const { admin } = setUp();
    const first = admin.createRole({ roleName: 'r', trustPolicy: trust() });
    admin.deleteRole('r');
    const second = admin.createRole({ roleName: 'r', trustPolicy: trust() });
    expect(first.roleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(second.roleId).not.toBe(first.roleId);
    expect(second.arn).toBe(first.arn);
  });

  it.each<readonly [string, (api: ReturnType<typeof setUp>['admin']) => unknown, string]>([
    ['a role that is not there', (api) => api.getRole('nobody'), 'NoSuchEntity'],
    [
      'deleting a role that is not there',
      (api) => {
        api.deleteRole('nobody');
      },
      'NoSuchEntity',
    ],
    [
      'a second role of a name, in whatever case',
      (api) => api.createRole({ roleName: 'THERE', trustPolicy: trust() }),
      'EntityAlreadyExists',
    ],
    [
      'a trust policy that is no JSON',
      (api) => api.createRole({ roleName: 'a', trustPolicy: '{' }),
      'MalformedPolicyDocument',
    ],
    [
      'a trust policy with a resource',
      (api) => api.createRole({ roleName: 'a', trustPolicy: trust({ Resource: '*' }) }),
      'MalformedPolicyDocument',
    ],
    [
      'a trust policy that allows other things',
      (api) => api.createRole({ roleName: 'a', trustPolicy: trust({ Action: 'iam:GetRole' }) }),
      'MalformedPolicyDocument',
    ],
    [
      'a shared issuer without a subject',
      (api) =>
        api.createRole({
          roleName: 'a',
          trustPolicy: trust({
            Principal: { Federated: 'arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com' },
          }),
        }),
      'MalformedPolicyDocument',
    ],
    [
      'a trust policy that is too long',
      (api) => {
        api.updateAssumeRolePolicy('there', trust({ Sid: 'x'.repeat(2048) }));
      },
      'LimitExceeded',
    ],
    [
      'a provider that is not there',
      (api) => {
        api.addClientId('https://nowhere.example', 'a');
      },
      'NoSuchEntity',
    ],
    [
      'a second provider of a URL',
      (api) => {
        api.createOpenIdConnectProvider(url, [], []);
      },
      'EntityAlreadyExists',
    ],
    [
      'audience 101',
      (api) => {
        for (let i = 0; i <= 100; i += 1) api.addClientId(url, `audience-${i}`);
      },
      'LimitExceeded',
    ],
    [
      'an audience of 256 characters',
      (api) => {
        api.addClientId(url, 'a'.repeat(256));
      },
      'ValidationError',
    ],
  ])('refuses %s', (_what, call, code) => {
    const { admin } = setUp();
    admin.createRole({ roleName: 'there', trustPolicy: trust() });
    admin.createOpenIdConnectProvider(url, [], []);
    expect(codeOf(() => call(admin))).toBe(code);
  });

  it('takes white space out before it measures a trust policy', () => {
    const { admin } = setUp();
    const document = trust().replaceAll(',', `,${' '.repeat(1000)}`);
    expect(admin.createRole({ roleName: 'r', trustPolicy: document }).trustPolicy).toBe(document);
  });

  it('adding and removing an audience can be repeated', () => {
    const { admin } = setUp();
    admin.createOpenIdConnectProvider(url, ['a'], []);
    admin.addClientId(url, 'b');
    admin.addClientId(url, 'b');
    expect(admin.getOpenIdConnectProvider(url).audiences).toEqual(['a', 'b']);
    admin.removeClientId(url, 'b');
    admin.removeClientId(url, 'b');
    expect(admin.getOpenIdConnectProvider(url).audiences).toEqual(['a']);
  });

  it('tells CloudTrail of writes, failed ones too, and not of reads', () => {
    const { admin, told } = setUp();
    admin.createRole({ roleName: 'r', trustPolicy: trust() });
    admin.getRole('r');
    expect(() => {
      admin.deleteRole('nobody');
    }).toThrow('cannot be found');
    expect(told.map(({ eventName, error }) => [eventName, error?.code])).toEqual([
      ['CreateRole', undefined],
      ['DeleteRole', 'NoSuchEntity'],
    ]);
    expect(told[0]!.requestParameters).toMatchObject({ assumeRolePolicyDocument: trust() });
    expect(told[0]!.responseElements).toMatchObject({
      role: { assumeRolePolicyDocument: encodeURIComponent(trust()) },
    });
    expect(told[1]!.requestParameters).toEqual({ roleName: 'nobody' });
  });

  it('lets a role do what its policies allow, and nothing once it is gone', () => {
    const { cloud, iam, admin } = setUp();
    const statement = { Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' };
    const session = roleSession(addRole(cloud, member, 'reader', [], [statement]), 'test');
    expect(iam(session).getRole('reader').name).toBe('reader');
    expect(codeOf(() => iam(session).listRoles())).toBe('AccessDenied');
    admin.deleteRole('reader');
    expect(codeOf(() => iam(session).getRole('reader'))).toBe('AccessDenied');
  });
});
