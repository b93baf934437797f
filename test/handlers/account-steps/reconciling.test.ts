import { AccountWorld, account, clientId, issuer, placeholder, policy, record, role, subject, trust } from '../ports';

const uniqueName = `aws-${account}-web-deployer`;
const live = { identityProvider: 'entra-prod', uniqueName, clientId, subject, isOurs: true, isSound: true };
const reconcile = (world: AccountWorld, applications: readonly object[] = [live]) =>
  world.run('account.reconcile', { directory: { applications } }, { trigger: 'account-due', roleName: undefined });

/** A bound role, as everything should be. */
const bound = () => {
  const world = new AccountWorld();
  world.record = record({
    state: 'bound',
    audience: clientId,
    subjects: [subject],
    clientIds: [clientId],
    audiences: [clientId],
  });
  world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
  world.iam.providers.get(issuer)!.add(clientId);
  return world;
};
const nothingToRetire = {
  identityProvider: 'entra-prod',
  uniqueNames: [],
  onDelete: 'retire',
  within: ['organizational-unit:ou-ab12-workload'],
};

describe('account.reconcile', () => {
  it('does nothing where all is as the policies want it', async () => {
    const world = bound();
    expect(await reconcile(world)).toEqual({ requests: 0, retirement: nothingToRetire });
    expect([world.iam.writes, world.requested, world.table.sightings.get(account)]).toEqual([[], [], []]);
    expect(world.published).toMatchObject([{ type: 'Account Reconciled', detail: { onboarded: 0, sighted: [] } }]);
  });

  it('has a role onboarded that no event has told of', async () => {
    const world = new AccountWorld();
    await reconcile(world, []);
    expect(world.requested).toMatchObject([{ trigger: 'role-created', account, roleName: 'web-deployer' }]);
  });

  it('puts the standing audience back into a provider that was wiped, and has its roles onboarded', async () => {
    const world = bound();
    world.iam.providers.set(issuer, new Set());
    await reconcile(world);
    expect(world.audiences).toEqual([placeholder]);
    expect(world.requested).toMatchObject([{ trigger: 'role-created' }]);
  });

  it('makes a provider anew where bindings need it, and only there', async () => {
    const world = bound();
    world.iam.providers.clear();
    await reconcile(world);
    expect(world.audiences).toEqual([placeholder]);
    const fresh = new AccountWorld();
    fresh.iam.roles.clear();
    fresh.iam.providers.clear();
    await reconcile(fresh, []);
    expect(fresh.iam.writes).toEqual([]);
  });

  it('removes what nothing accounts for at the second sighting, a day after the first', async () => {
    const world = bound();
    world.iam.roles.clear();
    const { audience, ...closed } = world.record!;
    world.record = { ...closed, state: 'unbound' };
    expect(await reconcile(world)).toMatchObject({ retirement: { uniqueNames: [] } });
    expect(world.audiences).toContain(clientId);
    world.time = '2026-11-24T10:00:00.000Z';
    expect(await reconcile(world)).toMatchObject({ retirement: { uniqueNames: [uniqueName] } });
    expect(world.audiences).toEqual([placeholder]);
  });

  it('takes a denied call for no proof of anything', async () => {
    const world = bound();
    world.iam.failing.set('describeRoles', 'AccessDenied');
    await expect(reconcile(world)).rejects.toMatchObject({ code: 'AccessDenied' });
    expect([world.requested, world.table.sightings.get(account)]).toEqual([[], undefined]);
  });

  it('does not enter an account out of scope, and has its bindings released', async () => {
    const world = bound();
    world.policy = { ...policy, targets: { organizationalUnits: [], excludedAccounts: [] } };
    await reconcile(world);
    expect(world.opened).toEqual([]);
    expect(world.requested).toMatchObject([{ trigger: 'role-released', roleName: 'web-deployer' }]);
  });

  it('asks for the same twice under the same names, so that nothing starts twice', async () => {
    const world = new AccountWorld();
    await reconcile(world, []);
    await reconcile(world, []);
    expect(new Set(world.requested.map(({ id }) => id)).size).toBe(1);
  });
});
