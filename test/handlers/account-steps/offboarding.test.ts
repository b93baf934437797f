import { AccountWorld, account, clientId, placeholder, record, role, subject, issuer } from '../ports';

const bound = record({ state: 'bound', audience: clientId, subjects: [subject], audiences: [clientId] });
const retirement = {
  identityProvider: 'entra-prod',
  uniqueNames: [`aws-${account}-web-deployer`],
  onDelete: 'retire',
  within: ['organizational-unit:ou-ab12-workload', 'policy:workloads'],
};
const removeInputs = { identityProvider: 'entra-prod', audience: clientId };

/** A bound role that has been deleted. */
const orphaned = () => {
  const world = new AccountWorld();
  world.record = bound;
  world.iam.providers.get(issuer)!.add(clientId);
  world.iam.roles.clear();
  return world;
};

describe('role.confirmGone', () => {
  it('says what a role that is gone leaves behind, as often as it is asked', async () => {
    const world = orphaned();
    const left = { gone: 'yes', identityProvider: 'entra-prod', audience: clientId, retirement };
    expect(await world.run('role.confirmGone')).toEqual(left);
    expect(await world.run('role.confirmGone')).toEqual(left);
    expect(world.record).toEqual({ ...bound, state: 'gone', version: 2 });
  });

  it('finds the record whatever the case of the name in the event', async () => {
    expect(await orphaned().run('role.confirmGone', {}, { roleName: 'WEB-deployer' })).toMatchObject({ gone: 'yes' });
  });

  it.each([
    ['the role that was bound', 'AROA1'],
    ['one created anew under the name', 'AROA2'],
  ])('offers nothing for removal where a role is there: %s', async (_what, roleId) => {
    const world = orphaned();
    world.iam.roles.set('web-deployer', role({ roleId }));
    const answer = { gone: 'no', identityProvider: null, audience: null, retirement: null };
    expect(await world.run('role.confirmGone')).toEqual(answer);
    expect(world.record).toEqual(bound);
  });

  it.each([
    ['has no record', undefined],
    ['is closed already', { ...bound, state: 'unbound' } as const],
  ])('does not even ask the account where the role %s', async (_what, binding) => {
    const world = orphaned();
    world.record = binding;
    expect(await world.run('role.confirmGone')).toMatchObject({ gone: 'never-bound', retirement: null });
    expect(world.opened).toEqual([]);
  });

  it.each(['AccessDenied', 'Throttled', 'Unavailable'] as const)('never takes %s for gone', async (code) => {
    const world = orphaned();
    world.iam.failing.set('getRole', code);
    await expect(world.run('role.confirmGone')).rejects.toMatchObject({ name: code });
    expect(world.record).toEqual(bound);
  });

  it('never takes an account out of reach for gone', async () => {
    const world = orphaned();
    world.notReady = true;
    await expect(world.run('role.confirmGone')).rejects.toMatchObject({ code: 'AccountNotReady' });
  });
});

describe('provider.removeAudience', () => {
  it('takes out what the role left behind, as often as it is asked', async () => {
    const world = orphaned();
    await world.run('role.confirmGone');
    await world.run('provider.removeAudience', removeInputs);
    await world.run('provider.removeAudience', removeInputs);
    expect(world.audiences).toEqual([placeholder]);
  });

  it('has nothing to do where the role never got an audience', async () => {
    const world = orphaned();
    await world.run('provider.removeAudience', { ...removeInputs, audience: null });
    expect(world.opened).toEqual([]);
  });

  it.each([
    ['the role has not been seen to be gone', bound, removeInputs],
    ['there is no record', undefined, removeInputs],
    [
      'the audience is the standing one',
      { ...bound, state: 'gone' } as const,
      { ...removeInputs, audience: placeholder },
    ],
    ["the audience is another role's", { ...bound, state: 'gone' } as const, { ...removeInputs, audience: subject }],
  ])('takes nothing out where %s, whatever the workflow says', async (_what, binding, inputs) => {
    const world = orphaned();
    world.record = binding;
    await expect(world.run('provider.removeAudience', inputs)).rejects.toMatchObject({ code: 'InvalidInput' });
    expect(world.iam.writes).toEqual([]);
  });
});

describe('role.announceRemoval', () => {
  it('closes the record and says so, once', async () => {
    const world = orphaned();
    await world.run('role.confirmGone');
    await world.run('role.announceRemoval');
    await world.run('role.announceRemoval');
    expect(world.record).toMatchObject({ state: 'unbound', audiences: [clientId] });
    expect(world.published).toEqual([
      { type: 'Role Unbound', detail: { account, role: 'web-deployer', policy: 'workloads' } },
    ]);
    expect(world.table.decisions).toMatchObject([{ decision: 'gone' }, { decision: 'removed' }]);
  });

  it('keeps the record of a living role open', async () => {
    const world = orphaned();
    await expect(world.run('role.announceRemoval')).rejects.toMatchObject({ code: 'InvalidInput' });
    expect([world.record, world.published]).toEqual([bound, []]);
  });

  it('has nothing to say of a role without a record', async () => {
    const world = orphaned();
    world.record = undefined;
    expect(await world.run('role.announceRemoval')).toEqual({});
    expect(world.published).toEqual([]);
  });
});
