import { GitHubIssuer } from '../../simulation/entra';
import { codeOf, deployer, sampleOrganization } from './support';

const story = async () => {
  const sample = sampleOrganization();
  const { world, provider } = sample;
  const account = world.vendAccount({ name: 'payments-eu', organizationalUnit: '/Workloads/Prod' });
  await world.settle();
  world.createRole('payments-eu', deployer(world, 'payments-eu', provider.issuer));
  await world.settle();
  return { ...sample, account };
};

const statuses = ({ world }: Awaited<ReturnType<typeof story>>) =>
  world.executions().map(({ stateMachineArn, status }) => [stateMachineArn.split(':').at(-1), status]);

describe('the local organization, with what is generated from config/', () => {
  it('plays the story of a role from its creation to its end', async () => {
    const played = await story();
    const { world, entra, provider, account, clock, issuers } = played;
    const bound = world.outcomes().find((event) => event['detail-type'] === 'Role Bound')!;
    const { clientId, audience } = bound.detail as Record<string, string>;
    const [subject] = bound.detail['subjects'] as string[];
    expect(world.providers(account.id)[0]!.audiences).toEqual(['oidc-factory-pending', audience]);

    const gitHub = new GitHubIssuer(clock, issuers);
    const exchange = async (client: string) => {
      const assertion = await gitHub.jobToken({ subject: 'repo:acme/payments:environment:prod' });
      const { body } = await entra.signIn({ clientId: client, assertion, scope: `${audience!}/.default` });
      const { access_token: webIdentityToken } = JSON.parse(typeof body === 'string' ? body : JSON.stringify(body)) as {
        access_token: string;
      };
      return world.assumeRoleWithWebIdentity({
        roleArn: `arn:aws:iam::${account.id}:role/ci/web-deployer`,
        webIdentityToken,
        roleSessionName: 'job',
      });
    };
    const stranger = entra.registerStranger({
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:acme/payments:environment:prod',
    });
    expect(await exchange(clientId!)).toMatchObject({ decision: 'granted', audience, subject });
    expect(await exchange(stranger.clientId)).toMatchObject({
      decision: 'denied',
      check: 'trust',
      condition: { operator: 'StringEquals', wanted: [subject], got: [stranger.servicePrincipalId] },
    });

    world.deleteRole('payments-eu', 'web-deployer');
    await world.settle();
    // A stack that has just been created has every account reconciled; then comes what is told of here.
    expect(statuses(played).slice(-2)).toEqual([
      ['oidc-factory-onboard-role', 'SUCCEEDED'],
      ['oidc-factory-offboard-role', 'SUCCEEDED'],
    ]);
    expect(statuses(played).filter(([, status]) => status !== 'SUCCEEDED')).toEqual([]);
    expect(world.providers(account.id)[0]!.audiences).toEqual(['oidc-factory-pending']);
    expect(entra.snapshot().deletedApplications.map(({ appId }) => appId)).toEqual([clientId]);
    expect(world.table.heldLocks()).toEqual([]);
    expect([world.undelivered(), world.deadLetters()]).toEqual([[], []]);
    expect(world.role('payments-eu', 'web-deployer')).toBeUndefined();
    expect(provider.issuer).toMatch(/\/$/);
  });

  it('plays the same story in the same way each time', async () => {
    const [one, other] = [await story(), await story()];
    const told = ({ world }: typeof one) => [
      world.events(),
      world.executions(),
      world.calls.snapshot(),
      world.clock.now(),
    ];
    expect(told(one)).toEqual(told(other));
  });

  it('does the roles that were there before, once the account is bootstrapped', async () => {
    const { world, provider, entra } = sampleOrganization();
    const account = world.vendAccount({ name: 'payments-eu', organizationalUnit: '/Workloads/Prod' });
    world.iam(account.id).createRole({ ...deployer(world, account.id, provider.issuer), roleName: 'old-deployer' });
    await world.settle();
    // For its event, because the account's bootstrap found it, and for the reconcile: one application all the same.
    const started = world.executions().map(({ stateMachineArn }) => stateMachineArn.split(':').at(-1));
    expect(started.filter((name) => name === 'oidc-factory-onboard-role').length).toBeGreaterThan(1);
    expect(applicationsOf(entra, account.id)).toHaveLength(1);
    expect(world.role(account.id, 'old-deployer')!.trustPolicy).not.toContain('oidc-factory-pending');
  });

  it('holds the second event of a role while the first is worked on, and forgets neither', async () => {
    const { world, provider, entra } = sampleOrganization();
    const account = world.vendAccount({ name: 'payments-eu', organizationalUnit: '/Workloads/Prod' });
    await world.settle();
    world.createRole(account.id, deployer(world, account.id, provider.issuer));
    world.deleteRole(account.id, 'web-deployer');
    const { seconds } = await world.settle();
    expect(world.providers(account.id)[0]!.audiences).toEqual(['oidc-factory-pending']);
    expect(applicationsOf(entra, account.id)).toEqual([]);
    expect(world.table.heldLocks()).toEqual([]);
    expect(world.deadLetters()).toEqual([]);
    expect(seconds).toBeLessThan(3600);
  });

  it.each([
    [
      'the access role may not add audiences',
      'templates/oidc-factory-account.template.json',
      'iam:AddClientIDToOpenIDConnectProvider',
      'AccessDenied',
    ],
    [
      'the access role may not rewrite trust policies',
      'templates/oidc-factory-account.template.json',
      'iam:UpdateAssumeRolePolicy',
      'AccessDenied',
    ],
    [
      'the account function may not assume the access role',
      'templates/oidc-factory.template.json',
      'sts:AssumeRole',
      'AccountNotReady',
    ],
    [
      'the directory function may not get a token',
      'templates/oidc-factory-directory.template.json',
      'sts:GetWebIdentityToken',
      'AccessDenied',
    ],
  ])('shows it when %s', async (_what, path, action, error) => {
    const { world, provider } = sampleOrganization((file, template) =>
      file === path ? withoutAction(template, action) : template,
    );
    world.createRole('payments-us', deployer(world, 'payments-us', provider.issuer));
    await world.settle();
    expect(world.executions()).toContainEqual(expect.objectContaining({ status: 'FAILED', error }));
    expect(world.outcomes().some((event) => event['detail-type'] === 'Role Bound')).toBe(false);
    expect(world.role('payments-us', 'web-deployer')!.trustPolicy).toBe(
      world.consoleTrustPolicy('payments-us', provider.issuer),
    );
  });

  it('says loudly when it does not come to rest', async () => {
    const { world, provider } = sampleOrganization();
    world.createRole('payments-us', deployer(world, 'payments-us', provider.issuer));
    await expect(world.settle({ rounds: 3 })).rejects.toMatchObject({ code: 'not-at-rest' });
  });

  it.each<readonly [string, { name: string; organizationalUnit: string }, string]>([
    ['a name that is taken', { name: 'Payments-US', organizationalUnit: '/Workloads/Prod' }, 'duplicate-account'],
    ['a unit that is not there', { name: 'new', organizationalUnit: '/Nowhere' }, 'unknown-organizational-unit'],
  ])('vends no account for %s', (_what, request, code) => {
    expect(codeOf(() => sampleOrganization().world.vendAccount(request))).toBe(code);
  });

  it('gives an account outside the targets nothing', async () => {
    const { world } = sampleOrganization();
    const account = world.vendAccount({ name: 'audit', organizationalUnit: '/Security' });
    await world.settle();
    expect(world.providers(account.id)).toEqual([]);
    expect(world.role(account.id, 'oidc-factory-access')).toBeUndefined();
  });
});

/** The live applications of roles in an account. */
const applicationsOf = (entra: ReturnType<typeof sampleOrganization>['entra'], account: string) =>
  entra.snapshot().applications.filter(({ uniqueName }) => uniqueName?.startsWith(`aws-${account}-`) === true);

/** Renames an action in the policies of a template, though not in who may assume a role. */
const withoutAction = (template: unknown, action: string): unknown =>
  JSON.parse(JSON.stringify(template), (_key, value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'Resource' in value
      ? JSON.parse(JSON.stringify(value).replaceAll(`"${action}"`, '"iam:NoSuchAction"'))
      : value,
  ) as unknown;
