import type { PauseScope, StandingPause } from '../../../federation/pauses';
import { contractOf, isStepName, stepCatalogue } from '../../../federation/step-catalogue';
import { AccountWorld, account, clientId, issuer, record, role, subject, trust, withPolicy } from '../ports';

const caller = { clientId, audience: clientId, subjects: [subject] };
const pause = (scope: PauseScope): StandingPause => ({
  scope,
  reason: 'a migration',
  by: 'arn:aws:iam::222222222222:user/ops',
  since: '2026-11-23T09:00:00.000Z',
});
const paused = (scope: PauseScope = 'everything', state: 'bound' | 'registering' = 'bound'): AccountWorld => {
  const world = new AccountWorld();
  world.record = record({ state, audience: clientId, subjects: [subject], audiences: [clientId] });
  world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
  world.iam.providers.set(issuer, new Set([clientId]));
  world.pauses = [pause(scope)];
  return world;
};
const directory = { applications: [] };

const refusedHere = Object.keys(stepCatalogue)
  .filter(isStepName)
  .filter((name) => contractOf(name).underPause === 'refused' && contractOf(name).runsIn === 'account-steps');

describe('a step that writes in an account', () => {
  const inputs = {
    identityProvider: 'entra-prod',
    audience: clientId,
    caller,
    uniqueName: null,
    removal: 'retired',
    providers: 1,
    roles: 0,
  };

  it.each(refusedHere)('%s writes nothing while everything is paused', async (step) => {
    const world = paused();
    world.iam.roles.clear();
    const before = world.record;
    const failure = await world.run(step, inputs).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'Paused' });
    expect(String(failure)).toContain('by arn:aws:iam::222222222222:user/ops (a migration)');
    expect([world.iam.writes, world.record, world.requested, [...world.parameters]]).toEqual([[], before, [], []]);
  });

  it.each<readonly [PauseScope, boolean]>([
    [`account:${account}`, true],
    ['account:333333333333', false],
    ['organizational-unit:ou-ab12-workload', true],
    ['organizational-unit:ou-ab12-sandbox0', false],
    ['policy:workloads', true],
    ['policy:another', false],
  ])('is held up by %s: %s', async (scope, isHeld) => {
    const running = paused(scope).run('role.bindTrust', { caller });
    if (isHeld) await expect(running).rejects.toMatchObject({ code: 'Paused' });
    else expect(await running).toEqual({ trust: 'unchanged' });
  });

  it('goes on by hand, and only to cut a binding off or to take that back', async () => {
    const byHand = { trigger: 'role-revoked', byHand: true };
    const world = paused();
    expect(await world.run('role.revoke', {}, byHand)).toMatchObject({ revoked: 'yes' });
    expect(await world.run('role.reinstate', {}, { ...byHand, trigger: 'role-reinstated' })).toMatchObject({
      reinstated: 'yes',
    });
    await expect(world.run('role.revoke', {}, { trigger: 'role-revoked' })).rejects.toMatchObject({ code: 'Paused' });
    await expect(world.run('role.confirmGone', {}, { trigger: 'role-deleted', byHand: true })).rejects.toMatchObject({
      code: 'Paused',
    });
  });
});

describe('role.inspect', () => {
  it('tells of a role and leaves it as it is', async () => {
    const world = paused();
    world.record = undefined;
    world.iam.roles.set('web-deployer', role());
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'audit', plan: null });
    expect(world.published).toMatchObject([
      {
        type: 'Role Not Bound',
        detail: { verdict: 'audit', reasons: [{ code: 'policy-matches' }, { code: 'paused' }] },
      },
    ]);
    expect([world.iam.writes, world.record, world.told]).toEqual([[], undefined, []]);
  });

  it.each<[string, (world: AccountWorld) => void]>([
    ['breaks a limit', (world) => (world.policy = withPolicy({ limits: { requirePermissionsBoundary: true } }))],
    ['is nothing for any policy', (world) => (world.policy = { ...world.policy, policies: [] })],
    ['lost its binding to another hand', (world) => void world.iam.roles.set('web-deployer', role())],
    [
      'is in an account that has left the targets',
      (world) => (world.policy = { ...world.policy, targets: { organizationalUnits: [], excludedAccounts: [] } }),
    ],
    [
      'has a revoked binding that somebody has put back',
      (world) => (world.record = record({ ...world.record, state: 'revoked' })),
    ],
    [
      'has a binding that is declared no more',
      (world) => {
        world.record = record({ ...world.record, published: true });
        world.parameters.set('/oidc-factory/bindings/web-deployer', '{}');
      },
    ],
  ])('takes nothing from a bound role that %s', async (_, change) => {
    const world = paused();
    change(world);
    const [before, parameters] = [world.record, [...world.parameters]];
    await world.run('role.inspect');
    expect([world.record, world.iam.writes, world.requested, [...world.parameters]]).toEqual([
      before,
      [],
      [],
      parameters,
    ]);
  });
});

it('binding.inspect declares nothing', async () => {
  const world = paused('policy:workloads');
  world.policy = { ...world.policy, bindings: [{ account, role: 'web-deployer', policy: 'workloads' }] };
  world.iam.roles.clear();
  world.record = undefined;
  expect(await world.run('binding.inspect')).toMatchObject({ verdict: 'leave' });
  expect(world.record).toBeUndefined();
});

describe('account.reconcile', () => {
  const reconcile = (world: AccountWorld) =>
    world.run('account.reconcile', { directory }, { trigger: 'account-due', roleName: undefined });

  it.each<PauseScope>(['everything', `account:${account}`, 'organizational-unit:ou-ab12-workload'])(
    'sees what there is and asks for nothing under %s',
    async (scope) => {
      const world = paused(scope);
      world.iam.roles.clear();
      world.record = record({ ...world.record, audience: 'd0000000-0000-4000-8000-000000000001' });
      for (const time of ['2026-11-23T10:00:00.000Z', '2026-11-24T10:00:00.000Z']) {
        world.time = time;
        expect(await reconcile(world)).toMatchObject({ requests: 0, retirement: { uniqueNames: [] } });
      }
      expect([world.iam.writes, world.requested]).toEqual([[], []]);
      expect(world.audiences).toEqual([clientId]);
      expect(world.table.sightings.get(account)).not.toEqual([]);
      world.pauses = [];
      expect(await reconcile(world)).toMatchObject({ requests: 1 });
      expect(world.requested).toMatchObject([{ trigger: 'role-deleted' }]);
      expect(world.audiences).toEqual(['oidc-factory-pending']);
    },
  );

  it('keeps what is bound by a paused policy, and heals the provider', async () => {
    const world = paused('policy:workloads');
    world.policy = { ...world.policy, policies: [] };
    expect(await reconcile(world)).toMatchObject({ requests: 0 });
    expect(world.audiences).toEqual([clientId, 'oidc-factory-pending']);
  });
});

describe('failure.report', () => {
  const heldUp = {
    failure: { Error: 'Paused', Cause: '{"errorMessage":"It was held up."}' },
    failedSteps: { bind: {} },
  };

  it('logs that a run was held up, and takes nothing back', async () => {
    const world = paused('everything', 'registering');
    await world.run('failure.report', heldUp);
    expect(world.table.decisions).toMatchObject([{ decision: 'held-up', reasons: ['It was held up.'] }]);
    expect([world.published, world.requested, world.record?.state]).toEqual([[], [], 'registering']);
  });

  it('tells of a failure under a pause, and takes nothing back', async () => {
    const world = paused('everything', 'registering');
    await world.run('failure.report', {
      failure: { Error: 'AccessDenied', Cause: 'no' },
      failedSteps: { inspect: {} },
    });
    expect(world.published).toMatchObject([{ type: 'Workflow Failed' }]);
    expect([world.iam.writes, world.told, world.requested, world.record?.state]).toEqual([[], [], [], 'registering']);
  });
});
