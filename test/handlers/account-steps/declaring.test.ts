import { AccountWorld, account, clientId, policy, record, role, subject, trust, withPolicy } from '../ports';

const caller = { clientId, audience: clientId, subjects: [subject] };
const parameter = '/oidc-factory/bindings/web-deployer';

/** A world in which the YAML declares the role's binding, and the role is not there yet. */
const declared = (policyName = 'workloads') => {
  const world = new AccountWorld();
  world.policy = { ...policy, bindings: [{ account, role: 'web-deployer', policy: policyName }] };
  world.iam.roles.clear();
  return world;
};
const published = async () => {
  const world = declared();
  await world.run('binding.inspect');
  await world.run('provider.addAudience', { identityProvider: 'entra-prod', caller });
  await world.run('binding.publish', { caller });
  return world;
};

describe('a declared binding', () => {
  it('is published before its role exists, with the statement as it is to stand there', async () => {
    const world = await published();
    const value = JSON.parse(world.parameters.get(parameter)!) as { statement: unknown };
    expect(value).toMatchObject({ clientId, audience: clientId, subjects: [subject] });
    expect([value.statement]).toEqual((JSON.parse(trust(clientId, subject)) as { Statement: unknown[] }).Statement);
    expect(world.record).toMatchObject({ state: 'declared', published: true });
    expect(world.record?.roleId).toBeUndefined();
    expect(world.published).toMatchObject([{ type: 'Binding Declared', detail: { parameter } }]);
  });

  it('finds nothing to change in a role that is born with the statement', async () => {
    const world = await published();
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
    const writes = world.iam.writes.length;
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
    await world.run('provider.addAudience', { identityProvider: 'entra-prod', caller });
    expect(await world.run('role.bindTrust', { caller })).toEqual({ trust: 'unchanged' });
    expect(await world.run('role.confirmBinding', { caller })).toEqual({ news: 'yes' });
    expect(world.record).toMatchObject({ state: 'bound', roleId: 'AROA1', published: true });
    expect(world.iam.writes.slice(writes)).toEqual([`add ${clientId}`]);
  });

  it('is published for a role that is still to get its statement, and waits for it', async () => {
    const world = declared();
    world.iam.roles.set('web-deployer', role({ trustPolicy: '{"Version":"2012-10-17","Statement":[]}' }));
    expect(await world.run('binding.inspect')).toMatchObject({ verdict: 'declare' });
    await world.run('provider.addAudience', { identityProvider: 'entra-prod', caller });
    await world.run('binding.publish', { caller });
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'leave' });
    expect(world.requested.filter(({ trigger }) => trigger === 'role-released')).toEqual([]);
  });

  it('is not bound where the role matches another policy', async () => {
    const world = declared('other');
    world.policy = {
      ...world.policy,
      policies: [...withPolicy({}).policies, ...withPolicy({ name: 'other', priority: 200 }).policies],
    };
    world.iam.roles.set('web-deployer', role());
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'refuse' });
    expect(world.published).toMatchObject([{ detail: { reasons: [{ code: 'binding-policy-mismatch' }] } }]);
    expect(await world.run('binding.inspect')).toMatchObject({ verdict: 'leave' });
  });

  it('outlives its role', async () => {
    const world = await published();
    world.record = { ...world.record!, state: 'bound', roleId: 'AROA1' };
    expect(await world.run('role.confirmGone')).toMatchObject({ gone: 'declared', retirement: null });
    expect(world.record).toMatchObject({ state: 'declared' });
    expect(world.record.roleId).toBeUndefined();
  });

  it('goes with its parameter once the YAML no longer declares it', async () => {
    const world = await published();
    world.policy = policy;
    expect(await world.run('role.confirmGone')).toMatchObject({ gone: 'yes' });
    await world.run('role.announceRemoval');
    expect([...world.parameters]).toEqual([]);
    expect(world.record).toMatchObject({ state: 'unbound' });
  });

  it('loses its parameter alone where its role is bound and the YAML no longer declares it', async () => {
    const world = await published();
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
    world.policy = policy;
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
    expect([...world.parameters]).toEqual([]);
    expect(world.record?.published).toBeUndefined();
    expect(world.requested.filter(({ trigger }) => trigger === 'role-released')).toEqual([]);
  });

  it.each([
    ['nothing declares it', policy],
    [
      'its policy only reports',
      { ...withPolicy({ enforcement: 'audit' }), bindings: [{ account, role: 'web-deployer', policy: 'workloads' }] },
    ],
  ])('is not made where %s', async (_what, changed) => {
    const world = declared();
    world.policy = changed;
    expect(await world.run('binding.inspect')).toMatchObject({ verdict: 'leave' });
    expect(world.record).toBeUndefined();
  });

  it('is published also where its role is contested, and stays so until the statement is pasted', async () => {
    const world = declared();
    world.iam.roles.set('web-deployer', role());
    const pins = { audience: clientId, subjects: [subject] };
    world.record = record({ state: 'contested', ...pins, audiences: [clientId], confirmed: pins });
    expect(await world.run('binding.inspect')).toMatchObject({ verdict: 'declare' });
    await world.run('provider.addAudience', { identityProvider: 'entra-prod', caller });
    await world.run('binding.publish', { caller });
    expect(world.record).toMatchObject({ state: 'contested', published: true });
    expect(world.parameters.has(parameter)).toBe(true);
  });

  it('is published anew where its caller is another one', async () => {
    const world = await published();
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
    await world.run('role.inspect');
    const other = { ...caller, subjects: [clientId] };
    await world.run('provider.addAudience', { identityProvider: 'entra-prod', caller: other });
    await world.run('role.bindTrust', { caller: other });
    world.requested.length = 0;
    expect(await world.run('role.confirmBinding', { caller: other })).toEqual({ news: 'yes' });
    expect(world.requested).toMatchObject([{ trigger: 'role-declared' }]);
  });

  it('is left alone while it is revoked', async () => {
    const world = declared();
    world.record = record({ state: 'revoked' });
    expect(await world.run('binding.inspect')).toMatchObject({ verdict: 'leave' });
  });
});
