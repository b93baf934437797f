import { AccountWorld, account, clientId, issuer, policy, record, role, subject, trust, withPolicy } from '../ports';

/** A bound role. */
const bound = () => {
  const world = new AccountWorld();
  world.record = record({ state: 'bound', audience: clientId, subjects: [subject], audiences: [clientId] });
  world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
  world.iam.providers.get(issuer)!.add(clientId);
  return world;
};
const limits = { maxSessionDurationSeconds: 1800, requirePermissionsBoundary: false };
const withForeignStatement = () => {
  const ours = JSON.parse(trust(clientId, subject)) as { Statement: unknown[] };
  const theirs = JSON.parse(trust('somebody-else')) as { Statement: unknown[] };
  return JSON.stringify({ ...ours, Statement: [...ours.Statement, ...theirs.Statement] });
};

describe('role.inspect of a bound role', () => {
  it.each<[string, (world: AccountWorld) => void]>([
    [
      'no policy is for any more',
      (world) => world.iam.roles.set('web-deployer', role({ path: '/', trustPolicy: trust(clientId, subject) })),
    ],
    ['breaks a limit', (world) => (world.policy = withPolicy({ limits }))],
    [
      'has lost the statement',
      (world) => world.iam.roles.set('web-deployer', role({ trustPolicy: '{"Version":"2012-10-17","Statement":[]}' })),
    ],
    [
      'is in an account that has left the scope',
      (world) => (world.policy = { ...policy, targets: { organizationalUnits: [], excludedAccounts: [account] } }),
    ],
  ])('has it released where it %s', async (_what, change) => {
    const world = bound();
    change(world);
    await world.run('role.inspect');
    expect(world.requested).toMatchObject([{ trigger: 'role-released', account, roleName: 'web-deployer' }]);
    expect(world.iam.writes.filter((write) => !write.startsWith('tag'))).toEqual([]);
  });

  it.each<[string, (world: AccountWorld) => void]>([
    ['a policy only reports', (world) => (world.policy = withPolicy({ enforcement: 'audit' }))],
    [
      'a policy only reports what the role breaks',
      (world) => (world.policy = withPolicy({ enforcement: 'audit', limits })),
    ],
    [
      'somebody adds a statement of his own',
      (world) => world.iam.roles.set('web-deployer', role({ trustPolicy: withForeignStatement() })),
    ],
    ['its trust policy cannot be read', (world) => world.iam.roles.set('web-deployer', role({ trustPolicy: '[]' }))],
  ])('keeps it where %s', async (_what, change) => {
    const world = bound();
    change(world);
    await world.run('role.inspect');
    expect(world.requested).toEqual([]);
  });

  it('writes no tag where a policy only reports', async () => {
    const world = bound();
    world.policy = withPolicy({ enforcement: 'audit', limits });
    await world.run('role.inspect');
    expect([world.iam.writes, world.told]).toEqual([[], []]);
  });
});

describe('role.unbindTrust', () => {
  it('writes the placeholder back, keeps the subject pinned, and says what is left', async () => {
    const world = bound();
    world.policy = withPolicy({ limits });
    expect(await world.run('role.unbindTrust')).toEqual({
      unbound: 'yes',
      identityProvider: 'entra-prod',
      audience: clientId,
      retirement: {
        identityProvider: 'entra-prod',
        uniqueNames: [`aws-${account}-web-deployer`],
        onDelete: 'retire',
        within: ['organizational-unit:ou-ab12-workload', 'policy:workloads'],
      },
    });
    expect(JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy)).toEqual(
      JSON.parse(trust('oidc-factory-pending', subject)),
    );
    expect(world.record).toMatchObject({ state: 'released' });
  });

  it('puts the subject back in where somebody has taken it out', async () => {
    const world = bound();
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId) }));
    world.policy = withPolicy({ limits });
    await world.run('role.unbindTrust');
    expect(JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy)).toEqual(
      JSON.parse(trust('oidc-factory-pending', subject)),
    );
  });

  it('puts the subject back in also beside a statement of somebody else', async () => {
    const world = bound();
    const theirs = JSON.parse(trust('somebody-else')) as { Statement: unknown[] };
    const open = JSON.parse(trust(clientId)) as { Statement: unknown[] };
    const both = { ...open, Statement: [...open.Statement, ...theirs.Statement] };
    world.iam.roles.set('web-deployer', role({ trustPolicy: JSON.stringify(both) }));
    world.policy = withPolicy({ limits });
    await world.run('role.unbindTrust');
    const placed = JSON.parse(trust('oidc-factory-pending', subject)) as { Statement: unknown[] };
    expect(JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy)).toEqual({
      ...placed,
      Statement: [...placed.Statement, ...theirs.Statement],
    });
  });

  it('does nothing where the role is to be bound after all', async () => {
    const world = bound();
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'no' });
    expect([world.iam.writes, world.record?.state]).toEqual([[], 'bound']);
  });

  it('takes back what could not be made, though the policies want it', async () => {
    const world = bound();
    world.record = { ...world.record!, state: 'abandoned' };
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'yes' });
    expect(world.record.state).toBe('released');
  });

  it('leaves a caller that the YAML names where the role has its pins: somebody may have signed in by them before', async () => {
    const world = bound();
    const { uniqueName: _, ...rest } = world.record!;
    world.policy = withPolicy({ caller: { kind: 'existing', principals: [subject], audience: clientId } });
    world.record = { ...rest, caller: 'existing', state: 'abandoned' };
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'no' });
    expect([world.iam.writes, world.record.state]).toEqual([[], 'abandoned']);
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust('oidc-factory-pending', subject) }));
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'yes' });
  });

  it('can be repeated', async () => {
    const world = bound();
    world.policy = withPolicy({ limits });
    await world.run('role.unbindTrust');
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'yes' });
    expect(world.iam.writes).toEqual(['trust web-deployer']);
  });

  it.each(['AccessDenied', 'TrustPolicyRefused'] as const)(
    'lets a statement stay that cannot be written (%s) only where its caller goes',
    async (code) => {
      const world = bound();
      world.policy = withPolicy({ limits });
      world.iam.failing.set('updateAssumeRolePolicy', code);
      expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'yes' });
      const shared = bound();
      shared.policy = withPolicy({ limits });
      shared.iam.failing.set('updateAssumeRolePolicy', code);
      shared.record = { ...shared.record!, caller: 'shared', uniqueName: 'aws-shared-payments' };
      await expect(shared.run('role.unbindTrust')).rejects.toMatchObject({ code });
      expect(shared.record.state).toBe('bound');
    },
  );

  it('undoes what it can of an identity provider that the YAML no longer names', async () => {
    const world = bound();
    world.policy = { ...policy, policies: [], identityProviders: [] };
    expect(await world.run('role.unbindTrust')).toMatchObject({
      unbound: 'yes',
      audience: null,
      retirement: { uniqueNames: [] },
    });
    expect(world.iam.writes).toEqual(['trust web-deployer']);
  });

  it('never lets a revoked binding go, whatever becomes of the role', async () => {
    const world = bound();
    world.record = { ...world.record!, state: 'revoked' };
    world.policy = { ...policy, policies: [] };
    await world.run('role.inspect');
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'no' });
    expect([world.requested, world.record.state]).toEqual([[], 'revoked']);
  });

  it('keeps a caller that others share', async () => {
    const world = bound();
    world.record = { ...world.record!, caller: 'shared', uniqueName: 'aws-shared-payments', state: 'abandoned' };
    expect(await world.run('role.unbindTrust')).toMatchObject({ retirement: { uniqueNames: [] } });
  });
});

describe('role.confirmGone', () => {
  const strict = { ...policy, perAccount: { ...policy.perAccount, removalsPerHour: 0 } };
  const guarded = { ...policy, guard: { ...policy.guard, removalsPerHour: 0 } };
  const stopped = { code: 'RemovalsStopped' };
  const byEvent = { actor: 'somebody' };

  it.each([
    ['account', strict],
    ['organization', guarded],
  ] as const)(
    'stops where events have taken too many bindings of the %s in an hour, and tells it once',
    async (budget, of) => {
      const world = bound();
      world.policy = of;
      world.iam.roles.clear();
      for (let times = 0; times < 3; times += 1)
        await expect(world.run('role.confirmGone', {}, byEvent)).rejects.toMatchObject(stopped);
      expect(world.record?.state).toBe('bound');
      expect(world.published).toMatchObject([
        { type: 'Removals Stopped', detail: { account, role: 'web-deployer', budget, removalsPerHour: 0 } },
      ]);
      world.time = '2026-11-23T11:00:00.000Z';
      await expect(world.run('role.confirmGone', {}, byEvent)).rejects.toMatchObject(stopped);
      expect(world.published).toHaveLength(2);
    },
  );

  it('is only logged where it was stopped', async () => {
    const world = bound();
    await world.run('failure.report', { failure: { Error: 'RemovalsStopped', Cause: 'x' }, failedSteps: { a: {} } });
    expect([world.published, world.told, world.requested]).toEqual([[], [], []]);
    expect(world.table.decisions).toMatchObject([{ decision: 'held-up' }]);
  });

  it('counts what an event has released, and not what a reconcile has', async () => {
    const world = bound();
    world.policy = { ...guarded, policies: [] };
    await expect(world.run('role.inspect', {}, byEvent)).rejects.toMatchObject(stopped);
    expect(world.requested).toEqual([]);
    await world.run('role.inspect');
    expect(world.requested).toMatchObject([{ trigger: 'role-released' }]);
  });

  it('does not count what a reconcile has seen twice', async () => {
    const world = bound();
    world.policy = strict;
    world.iam.roles.clear();
    expect(await world.run('role.confirmGone')).toMatchObject({ gone: 'yes' });
  });
});

describe('provider.removeAudience', () => {
  it.each(['existing', 'shared'] as const)(
    'keeps that of an %s caller where another role lives by it',
    async (caller) => {
      const world = bound();
      world.record = { ...world.record!, caller, state: 'released' };
      await world.run('provider.removeAudience', { identityProvider: 'entra-prod', audience: clientId });
      expect(world.audiences).toContain(clientId);
      world.iam.roles.clear();
      await world.run('provider.removeAudience', { identityProvider: 'entra-prod', audience: clientId });
      expect(world.audiences).not.toContain(clientId);
    },
  );
});

describe('provider.removeAudience', () => {
  const inputs = { identityProvider: 'entra-prod', audience: clientId };

  it('keeps an audience that another role of the account needs', async () => {
    const world = bound();
    world.record = { ...world.record!, state: 'released' };
    world.table.bindings.set('other', record({ roleName: 'other', state: 'bound', audience: clientId }));
    await world.run('provider.removeAudience', inputs);
    expect(world.audiences).toContain(clientId);
  });

  it('gives it back to a role that has come to need it in between', async () => {
    const world = bound();
    world.record = { ...world.record!, state: 'released' };
    const remove = world.iam.removeClientId.bind(world.iam);
    world.iam.removeClientId = async (url, audience) => {
      world.table.bindings.set('other', record({ roleName: 'other', audience: clientId }));
      return remove(url, audience);
    };
    await world.run('provider.removeAudience', inputs);
    expect(world.audiences).toContain(clientId);
  });
});

describe('failure.report', () => {
  const failure = { Error: 'TrustPolicyTooLong', Cause: '{"errorMessage":"Too long."}' };
  const inputs = { failure, failedSteps: { bind: failure } };

  it('has what was being made taken back, and tells the owner', async () => {
    const world = bound();
    world.record = { ...world.record!, state: 'registering' };
    await world.run('failure.report', inputs);
    expect(world.record.state).toBe('abandoned');
    expect(world.requested).toMatchObject([{ trigger: 'role-released', roleName: 'web-deployer' }]);
    expect(world.told).toMatchObject([
      { type: 'Workflow Failed', detail: { error: 'TrustPolicyTooLong', failedSteps: ['bind'] } },
    ]);
    expect(world.iam.writes).toEqual(['tag web-deployer']);
  });

  it('leaves a declared binding that its role may be using already', async () => {
    const world = bound();
    world.record = { ...world.record!, state: 'registering', published: true };
    await world.run('failure.report', inputs);
    expect([world.record.state, world.requested]).toEqual(['declared', []]);
  });

  it('takes nothing back where lifting a revocation failed', async () => {
    const world = bound();
    world.record = { ...world.record!, state: 'registering' };
    await world.run('failure.report', inputs, { trigger: 'role-reinstated' });
    expect([world.record.state, world.requested]).toEqual(['registering', []]);
  });

  it('leaves a binding that was bound before as it is', async () => {
    const world = bound();
    await world.run('failure.report', inputs);
    expect([world.record?.state, world.requested]).toEqual(['bound', []]);
  });

  it('reports also where the account keeps the factory out', async () => {
    const world = bound();
    world.notReady = true;
    await world.run('failure.report', inputs);
    expect(world.published).toMatchObject([{ type: 'Workflow Failed' }]);
  });
});
