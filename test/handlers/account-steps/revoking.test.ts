import { names } from '../../../federation/names';
import { AccountWorld, account, clientId, record, role, subject, trust } from '../ports';

const bound = () => {
  const world = new AccountWorld();
  world.record = record({ state: 'bound', audience: clientId, subjects: [subject], audiences: [clientId] });
  world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
  return world;
};
const cutOff = (world: AccountWorld) => world.run('role.revoke', {}, { trigger: 'role-revoked' });
const lift = (world: AccountWorld) => world.run('role.reinstate', {}, { trigger: 'role-reinstated' });
const attached = `web-deployer ${names.revokedSessionsPolicy}`;

describe('role.revoke', () => {
  it('denies sessions, writes the placeholder back, and names the caller to disable', async () => {
    const world = bound();
    expect(await cutOff(world)).toEqual({
      revoked: 'yes',
      identityProvider: 'entra-prod',
      uniqueName: `aws-${account}-web-deployer`,
    });
    expect([...world.iam.attached]).toEqual([attached]);
    expect(JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy)).toEqual(
      JSON.parse(trust('oidc-factory-pending', subject)),
    );
    expect(world.record).toMatchObject({ state: 'revoked', audience: clientId });
  });

  it('makes a workflow start over that is binding the role at this moment', async () => {
    const world = bound();
    const caller = { clientId, audience: clientId, subjects: [subject] };
    const write = world.table.writeBinding.bind(world.table);
    world.table.writeBinding = (binding) => {
      world.table.writeBinding = write;
      write({ ...world.record!, state: 'revoked', version: world.record!.version + 1 });
      write(binding);
    };
    await expect(world.run('role.confirmBinding', { caller })).rejects.toMatchObject({ code: 'WorldMoved' });
    expect(world.record?.state).toBe('revoked');
  });

  it('holds against events and a role that is created anew', async () => {
    const world = bound();
    await cutOff(world);
    world.iam.roles.set('web-deployer', role({ roleId: 'AROA2' }));
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'refuse' });
    world.iam.roles.clear();
    expect(await world.run('role.confirmGone')).toMatchObject({ gone: 'no' });
    expect([world.record?.state, world.requested]).toEqual(['revoked', []]);
  });

  it.each<[string, (world: AccountWorld) => void]>([
    [
      'a template has put the statement back',
      (world) => world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) })),
    ],
    [
      'the role was created anew with it',
      (world) => world.iam.roles.set('web-deployer', role({ roleId: 'AROA2', trustPolicy: trust(clientId, subject) })),
    ],
    [
      'somebody has detached the denial',
      (world) => {
        world.iam.attached.clear();
      },
    ],
  ])('is cut off anew where %s', async (_what, change) => {
    const world = bound();
    await cutOff(world);
    change(world);
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'refuse' });
    expect([...world.iam.attached]).toEqual([attached]);
    expect(world.iam.roles.get('web-deployer')!.trustPolicy).toContain('oidc-factory-pending');
  });

  it('takes away what is published for templates', async () => {
    const world = bound();
    world.record = { ...world.record!, published: true };
    world.parameters.set('/oidc-factory/bindings/web-deployer', '{}');
    await cutOff(world);
    expect([...world.parameters]).toEqual([]);
    await world.run('role.requestOnboarding');
    expect(world.record.published).toBeUndefined();
  });

  it('has nothing to do where nothing is bound, and can be repeated', async () => {
    const world = new AccountWorld();
    expect(await cutOff(world)).toMatchObject({ revoked: 'no' });
    const again = bound();
    await cutOff(again);
    expect(await cutOff(again)).toMatchObject({ revoked: 'still' });
    expect(again.iam.writes.filter((write) => write.startsWith('trust'))).toHaveLength(1);
  });

  it('goes on where IAM takes no trust policy of the role: the denial and the disabled caller cut it off', async () => {
    const world = bound();
    world.iam.failing.set('updateAssumeRolePolicy', 'TrustPolicyRefused');
    expect(await cutOff(world)).toMatchObject({ revoked: 'yes' });
    expect([...world.iam.attached]).toEqual([attached]);
    expect(world.table.decisions).toMatchObject([
      { decision: 'unbound', reasons: [expect.stringContaining('stays as it is')] },
      { decision: 'cut-off', requestIds: ['request 1'] },
    ]);
  });

  it('goes on to the caller where the account keeps the factory out, and fails at the end', async () => {
    const world = bound();
    world.notReady = true;
    expect(await cutOff(world)).toMatchObject({
      revoked: 'in-part',
      uniqueName: `aws-${account}-web-deployer`,
    });
    expect(world.record?.state).toBe('revoked');
    await expect(world.run('role.announceRevocation', { revoked: 'in-part' })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
    expect(world.published).toMatchObject([{ type: 'Role Revoked', detail: { isComplete: false } }]);
  });

  it('disables no caller that roles share', async () => {
    const world = bound();
    world.record = { ...world.record!, caller: 'shared', uniqueName: 'aws-shared-payments' };
    expect(await cutOff(world)).toMatchObject({ revoked: 'yes', uniqueName: null });
  });
});

describe('role.reinstate', () => {
  it('takes the denial away and has the role onboarded', async () => {
    const world = bound();
    await cutOff(world);
    expect(await lift(world)).toMatchObject({ reinstated: 'yes' });
    await world.run('role.requestOnboarding');
    expect([...world.iam.attached]).toEqual([]);
    expect(world.record?.state).toBe('registering');
    expect(world.requested).toMatchObject([{ trigger: 'role-created', roleName: 'web-deployer' }]);
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
  });

  it('can be repeated where the caller could not be let in again', async () => {
    const world = bound();
    await cutOff(world);
    await lift(world);
    expect(world.record?.state).toBe('revoked');
    expect(await lift(world)).toMatchObject({ reinstated: 'yes' });
  });

  it('lifts nothing where nothing is revoked', async () => {
    const world = bound();
    expect(await lift(world)).toMatchObject({ reinstated: 'no' });
    expect(world.iam.writes).toEqual([]);
  });
});

describe('revoking and lifting at once', () => {
  const lifting = 'role-reinstated';
  const revoking = 'role-revoked';
  const lock = `${account}/web-deployer#revocation`;
  const at = (second: number) => `2027-01-04T08:00:${String(second).padStart(2, '0')}.000Z`;

  /** Somebody else's execution has its turn since a second. */
  const held = (second: number) => {
    const world = bound();
    world.time = at(30);
    const seen = { subject: lock, eventTime: at(second), now: at(second), leaseUntil: at(59) };
    world.table.acquireLock({ ...seen, execution: 'other' });
    return world;
  };

  it.each([
    ['role.revoke', revoking],
    ['role.reinstate', lifting],
  ] as const)('%s waits for its turn, and changes nothing before', async (name, trigger) => {
    const world = held(10);
    await expect(world.run(name, {}, { trigger, time: at(20) })).rejects.toMatchObject({ code: 'Locked' });
    expect([world.iam.writes, world.record?.state]).toEqual([[], 'bound']);
    world.table.releaseLock(lock, 'other');
    await world.run(name, {}, { trigger, time: at(20) });
    expect(world.table.heldLocks()).toEqual([lock]);
  });

  it('a lift that was asked for before a revocation leaves that alone', async () => {
    const world = held(10);
    world.record = { ...world.record!, state: 'revoked' };
    world.table.releaseLock(lock, 'other');
    expect(await world.run('role.reinstate', {}, { trigger: lifting, time: at(9) })).toMatchObject({
      reinstated: 'overtaken',
    });
    expect([world.iam.writes, world.record.state]).toEqual([[], 'revoked']);
  });

  it.each([at(5), at(50)])('a revocation goes by no clock but the factory’s: asked for at %s', async (time) => {
    const world = held(10);
    world.table.releaseLock(lock, 'other');
    expect(await world.run('role.revoke', {}, { trigger: revoking, time })).toMatchObject({ revoked: 'yes' });
  });

  it('a lift from a clock that is fast keeps no later revocation waiting', async () => {
    const world = bound();
    world.time = at(10);
    await world.run('role.reinstate', {}, { trigger: lifting, time: '2027-01-04T09:00:00.000Z' });
    world.table.releaseLock(lock, 'event-1-1');
    world.time = at(11);
    world.table.acquireLock({ subject: lock, execution: 'x', eventTime: at(11), now: at(11), leaseUntil: at(59) });
    expect(world.table.heldLocks()).toEqual([lock]);
  });

  it.each(['role.revoke', 'role.reinstate'] as const)(
    '%s refuses an event of another kind, whose lock would be that of the role',
    async (name) => {
      const world = bound();
      await expect(world.run(name)).rejects.toMatchObject({ code: 'InvalidInput' });
      expect([world.iam.writes, world.record?.state, world.table.heldLocks()]).toEqual([[], 'bound', []]);
    },
  );
});
