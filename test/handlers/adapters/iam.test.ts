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
        '<Url>sts.windows.net/x/</Url><ClientIDList><member>a</member><member>b</member></ClientIDList>',
      );
    expect(await iam.getOpenIdConnectProvider(issuer)).toEqual({ arn: providerArn, issuer, audiences: ['a', 'b'] });
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
    await expect(iam.createOpenIdConnectProvider(issuer, ['a'], ['t'])).resolves.toBeUndefined();
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
    await expect(iam.removeClientId(issuer, 'a')).resolves.toBeUndefined();
    server.answer = () => xmlError('AccessDenied', 403);
    await expect(iam.removeClientId(issuer, 'a')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
