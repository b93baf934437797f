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
      retirement: { identityProvider: 'entra-prod', uniqueNames: [`aws-${account}-web-deployer`], onDelete: 'retire' },
    });
    expect(JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy)).toEqual(
      JSON.parse(trust('oidc-factory-pending', subject)),
    );
    expect(world.record).toMatchObject({ state: 'released' });
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

  it('can be repeated, and counts once', async () => {
    const world = bound();
    world.policy = { ...withPolicy({ limits }), perAccount: { ...policy.perAccount, removalsPerHour: 1 } };
    await world.run('role.unbindTrust');
    expect(await world.run('role.unbindTrust')).toMatchObject({ unbound: 'yes' });
    expect(world.iam.writes).toEqual(['trust web-deployer']);
  });

  it('stops where the account has lost too many bindings in an hour', async () => {
    const world = bound();
    world.policy = { ...withPolicy({ limits }), perAccount: { ...policy.perAccount, removalsPerHour: 0 } };
    await expect(world.run('role.unbindTrust')).rejects.toMatchObject({ code: 'BudgetReached' });
    expect([world.iam.writes, world.record?.state]).toEqual([[], 'bound']);
  });

  it('keeps a caller that others share', async () => {
    const world = bound();
    world.record = { ...world.record!, caller: 'shared', uniqueName: 'aws-shared-payments', state: 'abandoned' };
    expect(await world.run('role.unbindTrust')).toMatchObject({ retirement: { uniqueNames: [] } });
  });
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
      await remove(url, audience);
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
