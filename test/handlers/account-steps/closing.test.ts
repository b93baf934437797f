import {
  AccountWorld,
  account,
  clientId,
  issuer,
  placeholder,
  record,
  role,
  subject,
  trust,
  withPolicy,
} from '../ports';

const nothing = { unbound: 'no', identityProvider: null, audience: null, retirement: null };
const seenAt = (firstSeenAt: string) => [{ what: 'statement web-deployer', firstSeenAt }];

/** A role that no policy is for, and that has the statement of its former binding again since two days ago. */
const putBack = () => {
  const world = new AccountWorld();
  world.record = record({ state: 'unbound', clientIds: [clientId], audiences: [clientId] });
  world.iam.roles.set('web-deployer', role({ path: '/', trustPolicy: trust(clientId, subject) }));
  world.table.sightings.set(account, seenAt('2026-11-21T02:00:00.000Z'));
  return world;
};
const trustIn = (world: AccountWorld): unknown => JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy);
const closed = JSON.parse(trust(placeholder, subject)) as { readonly Statement: readonly unknown[] };

describe('role.unbindTrust of a binding that has ended', () => {
  it('writes the placeholder over the statement that was put back, and has nothing else removed', async () => {
    const world = putBack();
    expect(await world.run('role.unbindTrust')).toEqual(nothing);
    expect(trustIn(world)).toEqual(closed);
    expect(world.record).toMatchObject({ state: 'unbound', closings: [world.time] });
    expect(world.table.decisions).toMatchObject([
      { decision: 'unbound', trust: { before: trust(clientId, subject) }, reasons: [expect.any(String)] },
    ]);
    expect(world.published).toEqual([]);
  });

  it('writes nothing when it is run again', async () => {
    const world = putBack();
    await world.run('role.unbindTrust');
    const before = world.record;
    await world.run('role.unbindTrust');
    expect([world.iam.writes.length, world.record]).toEqual([1, before]);
  });

  it('leaves the statement of somebody else as it is', async () => {
    const world = putBack();
    const [theirs] = (JSON.parse(trust('somebody-else')) as typeof closed).Statement;
    const [ours] = (JSON.parse(trust(clientId, subject)) as typeof closed).Statement;
    const both = JSON.stringify({ Version: '2012-10-17', Statement: [theirs, ours] });
    world.iam.roles.set('web-deployer', role({ path: '/', trustPolicy: both }));
    await world.run('role.unbindTrust');
    expect(trustIn(world)).toEqual({ Version: '2012-10-17', Statement: [theirs, ...closed.Statement] });
  });

  it.each<[string, (world: AccountWorld) => void]>([
    [
      'no reconcile has seen it',
      (world) => {
        world.table.sightings.clear();
      },
    ],
    [
      'a reconcile has seen it for the first time a moment ago',
      (world) => world.table.sightings.set(account, seenAt(world.time)),
    ],
    ['the audience is listed again', (world) => world.iam.providers.get(issuer)!.add(clientId)],
    [
      'another binding of the account is for the audience',
      (world) =>
        world.table.bindings.set(
          `${account}/other`,
          record({ roleName: 'other', state: 'bound', audience: clientId, audiences: [clientId] }),
        ),
    ],
    ['the record does not remember the audience', (world) => (world.record = record({ state: 'unbound' }))],
    [
      'it was closed twice already',
      (world) =>
        (world.record = { ...world.record!, closings: ['2026-11-01T02:00:00.000Z', '2026-11-11T02:00:00.000Z'] }),
    ],
    [
      'the policies bind the role by now',
      (world) => world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) })),
    ],
    [
      'the policy of the role only reports',
      (world) => {
        world.policy = withPolicy({
          enforcement: 'audit',
          limits: { maxSessionDurationSeconds: 900, requirePermissionsBoundary: false },
        });
        world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
      },
    ],
    [
      'the role is one that is never touched',
      (world) =>
        world.iam.roles.set('web-deployer', role({ path: '/aws-reserved/', trustPolicy: trust(clientId, subject) })),
    ],
    [
      'the YAML no longer names the identity provider',
      (world) => (world.record = { ...world.record!, issuer: 'https://sts.windows.net/other/' }),
    ],
    [
      'the role is gone',
      (world) => {
        world.iam.roles.clear();
      },
    ],
  ])('writes nothing where %s', async (_what, change) => {
    const world = putBack();
    change(world);
    expect(await world.run('role.unbindTrust')).toEqual(nothing);
    expect([world.iam.writes, world.table.decisions]).toEqual([[], []]);
  });

  it.each(['own-application', 'shared', 'existing'] as const)(
    'leaves it, and says so, where IAM denies the write, with a caller of kind %s',
    async (caller) => {
      const world = putBack();
      world.record = { ...world.record!, caller };
      world.iam.failing.set('updateAssumeRolePolicy', 'AccessDenied');
      expect(await world.run('role.unbindTrust')).toEqual(nothing);
      expect(world.record.closings).toBeUndefined();
      expect(world.table.decisions).toMatchObject([
        { decision: 'unbound', reasons: [expect.stringContaining('stays as it is')] },
      ]);
    },
  );

  it('is held up by a pause of the policy that it was bound by', async () => {
    const world = putBack();
    world.pauses = [{ scope: 'policy:workloads', reason: 'r', by: 'b', since: world.time }];
    await expect(world.run('role.unbindTrust')).rejects.toMatchObject({ code: 'Paused' });
    expect(world.iam.writes).toEqual([]);
  });
});

describe('a reconcile of the account', () => {
  const reconcile = (world: AccountWorld) =>
    world.run(
      'account.reconcile',
      { directory: { applications: [] } },
      { trigger: 'account-due', roleName: undefined },
    );

  it('asks for the closing at the second sighting, a day after the first', async () => {
    const world = putBack();
    world.table.sightings.clear();
    await reconcile(world);
    expect([world.requested, world.table.sightings.get(account)]).toEqual([[], seenAt(world.time)]);
    world.time = '2026-11-24T10:00:00.000Z';
    await reconcile(world);
    expect(world.requested).toMatchObject([{ trigger: 'role-released', account, roleName: 'web-deployer' }]);
    expect(world.published.at(-1)).toMatchObject({ detail: { removed: 1, sighted: ['statement web-deployer'] } });
    await world.run('role.unbindTrust');
    world.time = '2026-11-25T10:00:00.000Z';
    await reconcile(world);
    expect(world.requested).toHaveLength(1);
    expect(world.table.sightings.get(account)).toEqual([]);
  });
});
