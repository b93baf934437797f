import { IAMClient } from '@aws-sdk/client-iam';
import { createAccountIam } from '../../../handlers/adapters/iam';
import type { AccountIam } from '../../../federation/ports';
import { account, issuer, providerArn, trust } from '../ports';
import { WireServer, xml, xmlError } from './http-server';

let server: WireServer;
let client: IAMClient;
let iam: AccountIam;

beforeAll(async () => {
  server = await WireServer.start();
  client = new IAMClient(server.settings);
  iam = createAccountIam(client, 'aws', account);
});
beforeEach(() => {
  server.calls.length = 0;
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const encoded = (document: string): string => encodeURIComponent(document).replaceAll("'", '%27');
const roleXml = (name: string, document: string, more = ''): string =>
  `<Path>/ci/</Path><RoleName>${name}</RoleName><RoleId>AROA1</RoleId><Arn>arn:aws:iam::${account}:role/ci/${name}</Arn><CreateDate>2026-11-23T10:00:00Z</CreateDate><AssumeRolePolicyDocument>${encoded(document)}</AssumeRolePolicyDocument>${more}`;

describe('a role', () => {
  it('is read with its trust policy decoded, its tags and its limits', async () => {
    const document = trust("it's 100% +/&= ü");
    const more =
      '<MaxSessionDuration>7200</MaxSessionDuration><PermissionsBoundary><PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:aws:iam::1:policy/b</PermissionsBoundaryArn></PermissionsBoundary><Tags><member><Key>team</Key><Value>pay</Value></member><member><Key>empty</Key><Value></Value></member></Tags>';
    server.answer = () => xml('GetRole', `<Role>${roleXml('web-deployer', document, more)}</Role>`);
    expect(await iam.getRole('web-deployer')).toEqual({
      arn: `arn:aws:iam::${account}:role/ci/web-deployer`,
      name: 'web-deployer',
      createdAt: '2026-11-23T10:00:00.000Z',
      path: '/ci/',
      roleId: 'AROA1',
      trustPolicy: document,
      maxSessionDurationSeconds: 7200,
      permissionsBoundary: 'arn:aws:iam::1:policy/b',
      tags: { team: 'pay', empty: '' },
    });
    expect(server.calls).toMatchObject([{ operation: 'GetRole', input: { RoleName: 'web-deployer' } }]);
  });

  it('is read without what it does not have', async () => {
    server.answer = () => xml('GetRole', `<Role>${roleXml('r', '{}')}</Role>`);
    const role = await iam.getRole('r');
    expect(role).toMatchObject({ maxSessionDurationSeconds: 3600, tags: {} });
    expect(role).not.toHaveProperty('permissionsBoundary');
  });

  it('is absent only where IAM says so', async () => {
    server.answer = () => xmlError('NoSuchEntity', 404);
    expect(await iam.getRole('r')).toBeUndefined();
  });

  it('is not taken for whole where half of it is missing', async () => {
    server.answer = () => xml('GetRole', '<Role><RoleName>r</RoleName></Role>');
    await expect(iam.getRole('r')).rejects.toMatchObject({ code: 'Unavailable' });
  });

  it.each([
    ['AccessDenied', 403, 'AccessDenied'],
    ['Throttling', 400, 'Throttled'],
    ['RequestLimitExceeded', 503, 'Throttled'],
    ['ServiceFailure', 500, 'Unavailable'],
    ['ServiceUnavailable', 503, 'Unavailable'],
    ['SomethingNew', 502, 'Unavailable'],
    ['ExpiredToken', 403, 'Unavailable'],
    ['InvalidClientTokenId', 403, 'Unavailable'],
  ])('is neither there nor absent on %s', async (name, status, code) => {
    server.answer = () => xmlError(name, status);
    await expect(iam.getRole('r')).rejects.toMatchObject({ name: code });
    await expect(iam.listRoles()).rejects.toMatchObject({ name: code });
  });

  it('fails by its own name where nothing is known of the error', async () => {
    server.answer = () => xmlError('ValidationError');
    await expect(iam.getRole('r')).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('is listed with all others, page by page, also where a page is empty', async () => {
    const page = (roles: string, marker?: string) =>
      xml(
        'ListRoles',
        `<Roles>${roles}</Roles><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}`,
      );
    const member = (name: string): string => `<member>${roleXml(name, `{"of":"${name}"}`)}</member>`;
    server.answer = ({ input: { Marker: marker } }) =>
      marker === undefined ? page(member('a') + member('b'), '1') : marker === '1' ? page('', '2') : page(member('c'));
    expect(await iam.listRoles()).toEqual(['a', 'b', 'c'].map((name) => ({ name, trustPolicy: `{"of":"${name}"}` })));
    expect(server.calls).toHaveLength(3);
  });
});

describe('all roles', () => {
  const described = (name: string, id: string, more = ''): string =>
    `<member>${roleXml(name, `{"of":"${name}"}`, more).replace('AROA1', id)}</member>`;
  const listed = (...roles: string[]) =>
    xml('ListRoles', `<Roles>${roles.join('')}</Roles><IsTruncated>false</IsTruncated>`);
  const details = (roles: string, marker?: string) =>
    xml(
      'GetAccountAuthorizationDetails',
      `<RoleDetailList>${roles}</RoleDetailList><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}`,
    );
  const tags = '<Tags><member><Key>team</Key><Value>pay</Value></member></Tags>';
  const boundary =
    '<PermissionsBoundary><PermissionsBoundaryArn>arn:aws:iam::1:policy/b</PermissionsBoundaryArn></PermissionsBoundary>';
  const longest = '<MaxSessionDuration>7200</MaxSessionDuration>';

  it('are described by both halves that IAM shows, matched by their ids, page by page', async () => {
    server.answer = ({ operation, input }) => {
      if (operation === 'ListRoles') return listed(described('a', 'ID-A', longest), described('b', 'ID-B'));
      return input['Marker'] === undefined
        ? details(described('b', 'ID-B', tags + boundary), '1')
        : details(described('a', 'ID-A'));
    };
    expect(await iam.describeRoles({ sessionDurations: true })).toMatchObject([
      {
        name: 'b',
        roleId: 'ID-B',
        maxSessionDurationSeconds: 3600,
        tags: { team: 'pay' },
        permissionsBoundary: 'arn:aws:iam::1:policy/b',
      },
      { name: 'a', roleId: 'ID-A', maxSessionDurationSeconds: 7200, tags: {}, trustPolicy: '{"of":"a"}' },
    ]);
    expect(server.operations).toEqual([
      'ListRoles',
      'GetAccountAuthorizationDetails',
      'GetAccountAuthorizationDetails',
    ]);
    expect(server.calls[1]!.input).toMatchObject({ 'Filter.member.1': 'Role' });
  });

  it('that came, went or were made anew in between are read by themselves', async () => {
    server.answer = ({ operation, input }) => {
      if (operation === 'ListRoles') return listed(described('gone', 'ID-1'), described('anew', 'ID-2', longest));
      if (operation === 'GetAccountAuthorizationDetails')
        return details(described('come', 'ID-3') + described('anew', 'ID-4'));
      if (input['RoleName'] === 'gone') return xmlError('NoSuchEntity', 404);
      return xml('GetRole', `<Role>${roleXml(String(input['RoleName']), '{}').replace('AROA1', 'NOW')}</Role>`);
    };
    expect((await iam.describeRoles({ sessionDurations: true })).map(({ name, roleId }) => [name, roleId])).toEqual([
      ['come', 'NOW'],
      ['anew', 'NOW'],
    ]);
  });

  it('are described with their managed policies, which are unknown where IAM does not show them', async () => {
    const attached =
      '<AttachedManagedPolicies><member><PolicyName>A</PolicyName><PolicyArn>arn:aws:iam::aws:policy/A</PolicyArn></member></AttachedManagedPolicies>';
    server.answer = ({ operation }) =>
      operation === 'ListRoles'
        ? listed(described('a', 'ID-A'), described('b', 'ID-B'), described('c', 'ID-C'))
        : details(
            described('a', 'ID-A', attached) +
              described('b', 'ID-B', '<AttachedManagedPolicies/>') +
              described('c', 'ID-C'),
          );
    expect((await iam.describeRoles({ sessionDurations: true })).map(({ managedPolicies }) => managedPolicies)).toEqual(
      [['arn:aws:iam::aws:policy/A'], [], undefined],
    );
  });

  it('are not described where one half is denied', async () => {
    server.answer = ({ operation }) => (operation === 'ListRoles' ? listed() : xmlError('AccessDenied', 403));
    await expect(iam.describeRoles({ sessionDurations: true })).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('managed policies of a role', () => {
  const page = (arn: string, marker?: string) =>
    xml(
      'ListAttachedRolePolicies',
      `<AttachedPolicies><member><PolicyName>n</PolicyName><PolicyArn>${arn}</PolicyArn></member></AttachedPolicies><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}`,
    );

  it('are listed page by page', async () => {
    server.answer = ({ input }) =>
      input['Marker'] === undefined ? page('arn:aws:iam::aws:policy/A', 'm') : page('arn:aws:iam::aws:policy/B');
    expect(await iam.listAttachedRolePolicies('r')).toEqual(['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/B']);
    expect(server.calls).toMatchObject([{ input: { RoleName: 'r' } }, { input: { RoleName: 'r', Marker: 'm' } }]);
  });

  it('are of a role that is gone where IAM says so, and nothing where the call is denied', async () => {
    server.answer = () => xmlError('NoSuchEntity', 404);
    expect(await iam.listAttachedRolePolicies('r')).toBeUndefined();
    server.answer = () => xmlError('AccessDenied', 403);
    await expect(iam.listAttachedRolePolicies('r')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

it.each<readonly [string, () => Promise<unknown>]>([
  ['UpdateAssumeRolePolicy', () => iam.updateAssumeRolePolicy('r', '{}')],
  ['AttachRolePolicy', () => iam.attachRolePolicy('r', 'p')],
  ['DetachRolePolicy', () => iam.detachRolePolicy('r', 'p')],
  ['CreateOpenIDConnectProvider', () => iam.createOpenIdConnectProvider(issuer, [], [])],
  ['AddClientIDToOpenIDConnectProvider', () => iam.addClientId(issuer, 'a')],
  ['RemoveClientIDFromOpenIDConnectProvider', () => iam.removeClientId(issuer, 'a')],
])('%s answers the id by which CloudTrail has the call', async (operation, call) => {
  server.answer = () => xml(operation, '');
  expect(await call()).toEqual({ requestId: 'r-1' });
});

describe('tags and policies of a role', () => {
  const policy = 'arn:aws:iam::444444444444:policy/oidc-factory-revoked-sessions';
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    TagRole: () => iam.tagRole('r', { 'oidc-factory:status': 'x', b: '' }),
    UntagRole: () => iam.untagRole('r', ['a', 'b']),
    AttachRolePolicy: () => iam.attachRolePolicy('r', 'oidc-factory-revoked-sessions'),
    DetachRolePolicy: () => iam.detachRolePolicy('r', 'oidc-factory-revoked-sessions'),
  };

  it.each([
    ['TagRole', { 'Tags.member.1.Key': 'oidc-factory:status', 'Tags.member.1.Value': 'x', 'Tags.member.2.Value': '' }],
    ['UntagRole', { 'TagKeys.member.1': 'a', 'TagKeys.member.2': 'b' }],
    ['AttachRolePolicy', { PolicyArn: policy }],
    ['DetachRolePolicy', { PolicyArn: policy }],
  ])('%s names the role and what it is about', async (operation, input) => {
    server.answer = () => ({ body: '<R/>' });
    await calls[operation]!();
    expect(server.calls).toMatchObject([{ operation, input: { RoleName: 'r', ...input } }]);
  });

  it.each([
    ['TagRole', 'NoSuchEntity', 'WorldMoved'],
    ['TagRole', 'LimitExceeded', 'RoleQuotaReached'],
    ['TagRole', 'ConcurrentModification', 'ConcurrentModification'],
    ['AttachRolePolicy', 'NoSuchEntity', 'WorldMoved'],
    ['AttachRolePolicy', 'LimitExceeded', 'RoleQuotaReached'],
    ['TagRole', 'AccessDenied', 'AccessDenied'],
    ['UntagRole', 'AccessDenied', 'AccessDenied'],
    ['AttachRolePolicy', 'AccessDenied', 'AccessDenied'],
    ['DetachRolePolicy', 'AccessDenied', 'AccessDenied'],
  ])('%s fails on %s as %s', async (operation, name, code) => {
    server.answer = () => xmlError(name);
    await expect(calls[operation]!()).rejects.toMatchObject({ name: code });
  });

  it.each(['UntagRole', 'DetachRolePolicy'])('%s is content with a role that is gone', async (operation) => {
    server.answer = () => xmlError('NoSuchEntity', 404);
    expect((await calls[operation]!()) ?? {}).toEqual({});
  });

  it('tells a policy that is not there yet from a role that is gone', async () => {
    server.answer = ({ operation }) =>
      operation === 'GetRole' ? xml('GetRole', `<Role>${roleXml('r', '{}')}</Role>`) : xmlError('NoSuchEntity', 404);
    await expect(calls['AttachRolePolicy']!()).rejects.toMatchObject({ name: 'AccountNotReady' });
  });
});

describe('a trust policy', () => {
  it('is written as it stands', async () => {
    server.answer = () => ({
      body: '<UpdateAssumeRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"/>',
    });
    await iam.updateAssumeRolePolicy('r', trust('a&b=c+d'));
    expect(server.calls).toMatchObject([
      { operation: 'UpdateAssumeRolePolicy', input: { RoleName: 'r', PolicyDocument: trust('a&b=c+d') } },
    ]);
  });

  it.each([
    ['NoSuchEntity', 404, 'WorldMoved'],
    ['LimitExceeded', 409, 'TrustPolicyTooLong'],
    ['MalformedPolicyDocument', 400, 'TrustPolicyRefused'],
    ['UnmodifiableEntity', 400, 'TrustPolicyRefused'],
    ['AccessDenied', 403, 'AccessDenied'],
  ])('is not written on %s', async (name, status, code) => {
    server.answer = () => xmlError(name, status);
    await expect(iam.updateAssumeRolePolicy('r', '{}')).rejects.toMatchObject({ name: code });
  });
});

describe('a provider', () => {
  it('is read by the ARN of its issuer, slash and all', async () => {
    server.answer = () =>
      xml(
        'GetOpenIDConnectProvider',
        '<Url>sts.windows.net/x/</Url><ClientIDList><member>a</member><member>b</member></ClientIDList><ThumbprintList><member>t</member></ThumbprintList>',
      );
    expect(await iam.getOpenIdConnectProvider(issuer)).toEqual({
      arn: providerArn,
      issuer,
      audiences: ['a', 'b'],
      thumbprints: ['t'],
    });
    expect(server.calls[0]!.input).toMatchObject({ OpenIDConnectProviderArn: providerArn });
  });

  it('is absent where IAM says so, and has no audiences where it shows none', async () => {
    server.answer = () => xmlError('NoSuchEntity', 404);
    expect(await iam.getOpenIdConnectProvider(issuer)).toBeUndefined();
    server.answer = () => xml('GetOpenIDConnectProvider', '<Url>x</Url>');
    expect(await iam.getOpenIdConnectProvider(issuer)).toMatchObject({ audiences: [] });
  });

  it('is created, or left as it is where it exists', async () => {
    server.answer = () =>
      xml('CreateOpenIDConnectProvider', `<OpenIDConnectProviderArn>${providerArn}</OpenIDConnectProviderArn>`);
    await iam.createOpenIdConnectProvider(issuer, ['a'], ['t']);
    expect(server.calls[0]!.input).toMatchObject({
      Url: issuer,
      'ClientIDList.member.1': 'a',
      'ThumbprintList.member.1': 't',
    });
    server.answer = () => xmlError('EntityAlreadyExists', 409);
    await expect(iam.createOpenIdConnectProvider(issuer, ['a'], ['t'])).resolves.toEqual({});
    server.answer = () => xmlError('ConcurrentModification', 409);
    await expect(iam.createOpenIdConnectProvider(issuer, [], [])).rejects.toMatchObject({
      code: 'ConcurrentModification',
    });
  });

  it.each([
    ['NoSuchEntity', 404, 'ProviderMissing'],
    ['LimitExceeded', 409, 'AudienceQuotaReached'],
    ['ConcurrentModification', 409, 'ConcurrentModification'],
  ])('gets no audience on %s', async (name, status, code) => {
    server.answer = () => xmlError(name, status);
    await expect(iam.addClientId(issuer, 'a')).rejects.toMatchObject({ name: code });
  });

  it('loses an audience, also where it is gone itself, and not where the call is denied', async () => {
    server.answer = () => ({ body: '<R/>' });
    await iam.removeClientId(issuer, 'a');
    expect(server.calls[0]).toMatchObject({
      operation: 'RemoveClientIDFromOpenIDConnectProvider',
      input: { ClientID: 'a' },
    });
    server.answer = () => xmlError('NoSuchEntity', 404);
    await expect(iam.removeClientId(issuer, 'a')).resolves.toEqual({});
    server.answer = () => xmlError('AccessDenied', 403);
    await expect(iam.removeClientId(issuer, 'a')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
