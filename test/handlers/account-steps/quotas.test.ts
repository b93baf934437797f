import { AccountWorld, account, clientId, policy, record, role, subject, withPolicy } from '../ports';

const guid = (n: number) => `a0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** A world whose account has so many other bound roles. */
const crowded = (roles: number) => {
  const world = new AccountWorld();
  for (let n = 1; n <= roles; n += 1) {
    const audience = guid(n);
    world.table.bindings.set(
      String(n),
      record({ roleName: `role-${n}`, state: 'bound', audience, audiences: [audience] }),
    );
  }
  return world;
};
const caller = { clientId, audience: clientId, subjects: [subject] };
const addAudience = { identityProvider: 'entra-prod', caller };

describe('the quota of audiences', () => {
  it('is reached at 99 audiences beside the placeholder, before anything is registered', async () => {
    const world = crowded(99);
    await expect(world.run('role.inspect')).rejects.toMatchObject({ code: 'AudienceQuotaReached' });
    expect(world.record).toBeUndefined();
    expect(await crowded(98).run('role.inspect')).toMatchObject({ verdict: 'bind' });
  });

  it('keeps nobody out who has an audience already', async () => {
    const world = crowded(99);
    world.record = record({ state: 'bound', audience: guid(99), subjects: [subject], audiences: [guid(99)] });
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
  });

  it('keeps no role out whose account has an audience of its own', async () => {
    const world = crowded(98);
    world.policy = withPolicy({ audience: 'per-account' });
    const audienceUniqueName = `aws-${account}`;
    world.table.bindings.set(
      'shared',
      record({ roleName: 'shared', state: 'bound', audience: clientId, audienceUniqueName }),
    );
    expect(await world.run('role.inspect')).toMatchObject({
      verdict: 'bind',
      plan: { audienceApplication: { uniqueName: audienceUniqueName, purpose: 'audience' } },
    });
  });

  it.each([
    [88, false],
    [89, true],
  ])('is told to be near with %d other audiences: %s', async (roles, isNear) => {
    const world = crowded(roles);
    await world.run('role.inspect');
    await world.run('provider.addAudience', addAudience);
    await world.run('provider.addAudience', addAudience);
    const told = world.published.filter(({ type }) => type === 'Quota Near');
    expect(told).toMatchObject(isNear ? [{ detail: { account, audiences: roles + 2, quota: 100 } }] : []);
  });
});

describe('the budget of applications', () => {
  it('keeps an account from filling the directory', async () => {
    const world = crowded(3);
    world.policy = { ...policy, perAccount: { ...policy.perAccount, applications: 3 } };
    await expect(world.run('role.inspect')).rejects.toMatchObject({ code: 'BudgetReached' });
  });

  it('does not count callers that others share, or that are gone', async () => {
    const world = crowded(3);
    world.policy = { ...policy, perAccount: { ...policy.perAccount, applications: 3 } };
    world.table.bindings.set('1', record({ roleName: 'role-1', state: 'unbound' }));
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
    world.iam.roles.set('web-deployer', role());
  });
});
