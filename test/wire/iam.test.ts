import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  ListAttachedRolePoliciesCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { names, placeholderAudience, providerThumbprint, statusTag } from '../../federation/names';
import type { AccountIam } from '../../federation/ports';
import { accountA, accountB, accounts, ownersIam, reset } from './cloud';

const issuer = 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/';
const trust = (audience: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::${accountB}:oidc-provider/${issuer.slice('https://'.length)}` },
        Condition: { StringEquals: { [`${issuer.slice('https://'.length)}:aud`]: audience } },
      },
    ],
  });

let owner: IAMClient;
let iam: AccountIam;
let elsewhere: AccountIam;

beforeEach(async () => {
  await reset();
  owner = await ownersIam(accountB);
  const reach = accounts();
  iam = await reach.open(accountB);
  elsewhere = await reach.open(accountA);
});

const createRole = (name: string, more: object = {}) =>
  owner.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust(placeholderAudience), ...more }));

describe('a role', () => {
  const boundary = `arn:aws:iam::${accountB}:policy/ci-boundary`;
  const whole = {
    Path: '/ci/',
    MaxSessionDuration: 7200,
    PermissionsBoundary: boundary,
    Tags: [
      { Key: 'team', Value: 'web' },
      { Key: 'oidc-factory:subject', Value: 'repo:acme/payments:environment:prod' },
    ],
  };
  const seen = {
    arn: `arn:aws:iam::${accountB}:role/ci/web-deployer`,
    name: 'web-deployer',
    path: '/ci/',
    maxSessionDurationSeconds: 7200,
    permissionsBoundary: boundary,
    tags: { team: 'web', 'oidc-factory:subject': 'repo:acme/payments:environment:prod' },
  };

  it('is read with all that a policy can ask, and only in its own account', async () => {
    await createRole('web-deployer', whole);
    const role = await iam.getRole('web-deployer');
    expect(role).toMatchObject(seen);
    expect(JSON.parse(role!.trustPolicy)).toEqual(JSON.parse(trust(placeholderAudience)));
    expect(await elsewhere.getRole('web-deployer')).toBeUndefined();
    expect(await elsewhere.listRoles()).toEqual([]);
  });

  it('is described among all others as it is read alone, over many pages', async () => {
    await createRole('web-deployer', whole);
    await Promise.all(Array.from({ length: 230 }, (_, n) => createRole(`role-${n}`)));
    const roles = await iam.describeRoles({ sessionDurations: true });
    expect(roles).toHaveLength(231);
    const one = roles.find(({ name }) => name === 'web-deployer');
    expect(one).toMatchObject(seen);
    expect({ ...one, trustPolicy: undefined }).toEqual({
      ...(await iam.getRole('web-deployer')),
      managedPolicies: await iam.listAttachedRolePolicies('web-deployer'),
      trustPolicy: undefined,
    });
    expect((await iam.listRoles()).map(({ name }) => name).sort()).toEqual(roles.map(({ name }) => name).sort());
    expect(await elsewhere.describeRoles({ sessionDurations: true })).toEqual([]);
  });

  it('gets the trust policy that is written to it', async () => {
    await createRole('web-deployer');
    const document = trust('c1000000-0000-4000-8000-000000000001');
    await iam.updateAssumeRolePolicy('web-deployer', document);
    expect(JSON.parse((await iam.getRole('web-deployer'))!.trustPolicy)).toEqual(JSON.parse(document));
    await expect(iam.updateAssumeRolePolicy('web-deployer', '{"Version":')).rejects.toMatchObject({
      name: 'TrustPolicyRefused',
    });
  });

  it('is tagged and untagged, beside the tags that others gave it', async () => {
    await createRole('web-deployer', whole);
    await iam.tagRole('web-deployer', { [statusTag]: 'trust-contested' });
    expect((await iam.getRole('web-deployer'))!.tags).toEqual({ ...seen.tags, [statusTag]: 'trust-contested' });
    await iam.untagRole('web-deployer', [statusTag]);
    await iam.untagRole('web-deployer', [statusTag]);
    expect((await iam.getRole('web-deployer'))!.tags).toEqual(seen.tags);
  });

  it('gets the policy that denies its sessions everything, and loses it again; both as often as one likes', async () => {
    await createRole('web-deployer');
    await expect(iam.attachRolePolicy('web-deployer', names.revokedSessionsPolicy)).rejects.toMatchObject({
      name: 'AccountNotReady',
    });
    const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
    const policy = new CreatePolicyCommand({
      PolicyName: names.revokedSessionsPolicy,
      PolicyDocument: JSON.stringify(deny),
    });
    await owner.send(policy);
    const attached = async () =>
      (await owner.send(new ListAttachedRolePoliciesCommand({ RoleName: 'web-deployer' }))).AttachedPolicies!.map(
        ({ PolicyName: name }) => name,
      );
    await iam.attachRolePolicy('web-deployer', names.revokedSessionsPolicy);
    await iam.attachRolePolicy('web-deployer', names.revokedSessionsPolicy);
    expect(await attached()).toEqual([names.revokedSessionsPolicy]);
    const arns = [`arn:aws:iam::${accountB}:policy/${names.revokedSessionsPolicy}`];
    expect(await iam.listAttachedRolePolicies('web-deployer')).toEqual(arns);
    expect(
      (await iam.describeRoles({ sessionDurations: true })).find(({ name }) => name === 'web-deployer')!
        .managedPolicies,
    ).toEqual(arns);
    expect(await iam.listAttachedRolePolicies('nobody')).toBeUndefined();
    await iam.detachRolePolicy('web-deployer', names.revokedSessionsPolicy);
    await iam.detachRolePolicy('web-deployer', names.revokedSessionsPolicy);
    expect(await attached()).toEqual([]);
  });

  it('that is gone is gone for every call, and says so by its own name', async () => {
    await createRole('web-deployer');
    await owner.send(new DeleteRoleCommand({ RoleName: 'web-deployer' }));
    expect(await iam.getRole('web-deployer')).toBeUndefined();
    const moved = { name: 'WorldMoved' };
    await expect(iam.updateAssumeRolePolicy('web-deployer', trust('x'))).rejects.toMatchObject(moved);
    await expect(iam.tagRole('web-deployer', { [statusTag]: 'x' })).rejects.toMatchObject(moved);
    await expect(iam.attachRolePolicy('web-deployer', names.revokedSessionsPolicy)).rejects.toMatchObject(moved);
    await expect(iam.untagRole('web-deployer', [statusTag])).resolves.toBeUndefined();
    await expect(iam.detachRolePolicy('web-deployer', names.revokedSessionsPolicy)).resolves.toEqual({});
  });
});

describe('a provider', () => {
  const create = () => iam.createOpenIdConnectProvider(issuer, [placeholderAudience], [providerThumbprint]);
  const audiences = async () => (await iam.getOpenIdConnectProvider(issuer))?.audiences;

  it('is created once, under its issuer with the slash, and only in its own account', async () => {
    expect(await iam.getOpenIdConnectProvider(issuer)).toBeUndefined();
    await create();
    await create();
    expect(await iam.getOpenIdConnectProvider(issuer)).toEqual({
      arn: `arn:aws:iam::${accountB}:oidc-provider/${issuer.slice('https://'.length)}`,
      issuer,
      audiences: [placeholderAudience],
      thumbprints: [providerThumbprint],
    });
    expect(await elsewhere.getOpenIdConnectProvider(issuer)).toBeUndefined();
  });

  it('gains and loses an audience, as often as one likes', async () => {
    await create();
    await iam.addClientId(issuer, 'a');
    await iam.addClientId(issuer, 'a');
    expect(await audiences()).toEqual([placeholderAudience, 'a']);
    await iam.removeClientId(issuer, 'a');
    await iam.removeClientId(issuer, 'a');
    expect(await audiences()).toEqual([placeholderAudience]);
  });

  it('has room for 100 audiences', async () => {
    await create();
    await Promise.all(Array.from({ length: 99 }, (_, n) => iam.addClientId(issuer, `a-${n}`)));
    await expect(iam.addClientId(issuer, 'one-too-many')).rejects.toMatchObject({ name: 'AudienceQuotaReached' });
    await expect(iam.addClientId(issuer, 'a-7')).resolves.toMatchObject({ requestId: expect.any(String) as unknown });
    expect(await audiences()).toHaveLength(100);
  });

  it('that is missing gains nothing, and has nothing to lose', async () => {
    await expect(iam.addClientId(issuer, 'a')).rejects.toMatchObject({ name: 'ProviderMissing' });
    await expect(iam.removeClientId(issuer, 'a')).resolves.toEqual({});
  });
});
