import type { Policy } from '../../../federation/compiled-policy';
import {
  AccountWorld,
  account,
  clientId,
  hostAndPath,
  issuer,
  record,
  role,
  subject,
  trust,
  withPolicy,
} from '../ports';

const host = 'token.actions.githubusercontent.com';
const outside = {
  enforcement: 'enforce',
  identityProvider: 'github',
  caller: { kind: 'outside', subjects: ['repo:acme/*:environment:prod'] },
} as const;
const github = { name: 'github', kind: 'github', issuer: `https://${host}`, audiences: ['sts.amazonaws.com'] } as const;
const told = { 'oidc-factory:status': 'not bound: trust-subject-not-allowed' };

const statement = (sub: string) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
  Condition: { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: sub } },
});
const trusting = (sub: string, ...others: readonly unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [...others, statement(sub)] });
const within = trusting('repo:acme/web:environment:prod');
const beyond = trusting('repo:evil/web:environment:prod');

/** A world of a policy for GitHub, with a role of that trust policy. */
const worldOf = (trustPolicy: string, change: Partial<Policy> = {}) => {
  const world = new AccountWorld();
  world.policy = { ...withPolicy({ ...outside, ...change }), outsideProviders: [github] };
  world.iam.roles.set('web-deployer', role({ trustPolicy }));
  return world;
};
const entraStatement = (JSON.parse(trust(clientId, subject)) as { Statement: unknown[] }).Statement[0];
const boundWorld = (change: Partial<Policy> = {}) => {
  const world = worldOf(trusting('repo:acme/web:environment:prod', entraStatement), change);
  world.record = record({ state: 'bound', audience: clientId, subjects: [subject], audiences: [clientId] });
  world.iam.providers.get(issuer)!.add(clientId);
  return world;
};

describe('role.inspect of a role under a policy for an outside issuer', () => {
  it('writes nothing where it is within', async () => {
    const world = worldOf(within);
    expect(await world.run('role.inspect')).toEqual({ verdict: 'leave', identityProvider: null, plan: null });
    expect([world.iam.writes, world.record, world.requested, world.published, world.told]).toEqual([
      [],
      undefined,
      [],
      [],
      [],
    ]);
  });

  it('tells its owner where it is beyond, and registers nothing', async () => {
    const world = worldOf(beyond);
    expect(await world.run('role.inspect')).toEqual({ verdict: 'refuse', identityProvider: null, plan: null });
    expect([world.iam.writes, world.record, world.requested]).toEqual([['tag web-deployer'], undefined, []]);
    expect(world.iam.roles.get('web-deployer')?.tags).toEqual(told);
    expect(world.published).toMatchObject([
      { type: 'Role Not Bound', detail: { stillBound: false, reasons: [{ code: 'trust-subject-not-allowed' }] } },
    ]);
    expect(world.told).toEqual(world.published);
  });

  it('only reports where the policy only reports', async () => {
    const world = worldOf(beyond, { enforcement: 'audit' });
    await world.run('role.inspect');
    expect([world.iam.writes, world.told, world.published.length]).toEqual([[], [], 1]);
  });

  it('takes the tag away once it is within again, but not where the policy only reports', async () => {
    const tagsAfter = async (enforcement: 'audit' | 'enforce') => {
      const world = worldOf(within, { enforcement });
      world.iam.roles.set('web-deployer', role({ trustPolicy: within, tags: { ...told, team: 'pay' } }));
      await world.run('role.inspect');
      return world.iam.roles.get('web-deployer')?.tags;
    };
    expect(await tagsAfter('enforce')).toEqual({ team: 'pay' });
    expect(await tagsAfter('audit')).toEqual({ ...told, team: 'pay' });
  });

  it('has an earlier binding released, which leaves the outside statement as it is', async () => {
    const world = boundWorld();
    await world.run('role.inspect');
    expect(world.requested).toMatchObject([{ trigger: 'role-released', account, roleName: 'web-deployer' }]);
    expect(world.iam.writes).toEqual(['tag web-deployer']);
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'yes', audience: clientId });
    const written = JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy) as { Statement: unknown[] };
    expect(written.Statement[1]).toEqual(statement('repo:acme/web:environment:prod'));
    expect(written.Statement[0]).toMatchObject({
      Condition: { StringEquals: { [`${hostAndPath}:aud`]: 'oidc-factory-pending' } },
    });
    expect(world.record?.state).toBe('released');
    await world.run('role.inspect');
    expect(world.iam.roles.get('web-deployer')?.tags).toEqual({});
  });

  it('keeps an earlier binding where the policy only reports', async () => {
    const world = boundWorld({ enforcement: 'audit' });
    await world.run('role.inspect');
    expect([world.requested, await world.run('role.unbindTrust')]).toMatchObject([[], { unbound: 'no' }]);
    expect([world.record?.state, world.iam.writes]).toEqual(['bound', []]);
  });
});

it('binding.inspect declares nothing for a policy for an outside issuer', async () => {
  const world = worldOf(within);
  world.policy = { ...world.policy, bindings: [{ account, role: 'web-deployer', policy: 'workloads' }] };
  expect(await world.run('binding.inspect')).toEqual({ verdict: 'leave', identityProvider: null, plan: null });
  expect(world.record).toBeUndefined();
});

it('account.onboardRoles asks for roles that trust an outside issuer too', async () => {
  const world = worldOf(beyond);
  expect(await world.run('account.onboardRoles', {}, { trigger: 'account-vended' })).toEqual({ roles: 1 });
});

it('provider.ensure and account.reconcile make no outside provider', async () => {
  const world = worldOf(within);
  expect(await world.run('provider.ensure', {}, { trigger: 'account-vended' })).toEqual({ providers: 1 });
  await world.run('account.reconcile', { directory: { applications: [] } }, { trigger: 'account-due' });
  expect([...world.iam.providers.keys()]).toEqual([issuer]);
  expect(world.iam.writes).toEqual([]);
});
