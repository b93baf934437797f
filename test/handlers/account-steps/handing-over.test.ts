import type { CompiledPolicy } from '../../../federation/compiled-policy';
import { AccountWorld, account, clientId, issuer, record, role, subject, trust, withPolicy } from '../ports';

const other = '51000000-0000-4000-8000-000000000002';
const uniqueName = `aws-${account}-web-deployer`;
const caller = { clientId, audience: clientId, subjects: [subject] };
const add = { identityProvider: 'entra-prod', caller };
const existing = { kind: 'existing', principals: [subject], audience: clientId } as const;
const handed = (changes: Parameters<typeof withPolicy>[0] = {}): CompiledPolicy => ({
  ...withPolicy(changes),
  handOvers: [{ uniqueName, application: clientId }],
});

/** A role that is used by a caller that somebody made. */
class UsedRole extends AccountWorld {
  constructor(trustPolicy = trust(clientId, subject)) {
    super();
    this.iam.roles.set('web-deployer', role({ trustPolicy }));
    this.iam.providers.set(issuer, new Set([clientId]));
    this.policy = handed();
  }

  get trustPolicy(): string {
    return this.iam.roles.get('web-deployer')!.trustPolicy;
  }

  /** As it is where it was imported, enforced, and bound. */
  async import(): Promise<this> {
    this.policy = withPolicy({ name: 'imported-1', caller: existing });
    await this.run('role.inspect');
    const those = { audience: clientId, subjects: [subject] };
    await this.run('provider.addAudience', { identityProvider: 'entra-prod', caller: those });
    await this.run('role.bindTrust', { caller: those });
    await this.run('role.confirmBinding', { caller: those });
    this.policy = handed();
    return this;
  }
}

const imported = () => new UsedRole().import();
const unrecorded = () => Promise.resolve(new UsedRole());

describe.each([
  ['was imported', imported],
  ['has no record', unrecorded],
])('a role in use that %s', (_what, prepare) => {
  it('asks the directory for the application and its one subject, and stays as it is meanwhile', async () => {
    const world = await prepare();
    const before = [world.record, world.iam.writes.length];
    expect(await world.run('role.inspect')).toMatchObject({
      verdict: 'bind',
      plan: { caller: { application: { uniqueName, knownClientIds: [], handedOver: { clientId, subject } } } },
    });
    expect([world.record, world.iam.writes.length]).toEqual(before);
  });

  it('stays as it is where the directory refuses', async () => {
    const world = await prepare();
    const before = world.record;
    await world.run('role.inspect');
    const failure = { Error: 'ApplicationNotHandedOver', Cause: JSON.stringify({ errorMessage: 'It has a secret.' }) };
    await world.run('failure.report', { failure, failedSteps: { register: true } });
    expect([world.record, world.trustPolicy, world.audiences]).toEqual([before, trust(clientId, subject), [clientId]]);
    expect(world.requested).toEqual([]);
    expect(world.published.at(-1)).toMatchObject({
      type: 'Workflow Failed',
      detail: { error: 'ApplicationNotHandedOver', fault: 'directory', what: 'It has a secret.' },
    });
  });

  it('is bound to what the directory has taken over, without a write to its trust policy', async () => {
    const world = await prepare();
    await world.run('role.inspect');
    await world.run('provider.addAudience', add);
    expect(world.record).toMatchObject({ state: 'bound', caller: 'own-application', uniqueName, policy: 'workloads' });
    expect(await world.run('role.bindTrust', { caller })).toEqual({ trust: 'unchanged' });
    expect(await world.run('role.confirmBinding', { caller })).toEqual({ news: 'yes' });
    expect(world.record).toMatchObject({
      audience: clientId,
      subjects: [subject],
      clientIds: [clientId],
      audiences: [clientId],
      state: 'bound',
      confirmed: { audience: clientId, subjects: [subject] },
    });
    expect(world.trustPolicy).toBe(trust(clientId, subject));
    expect(await world.run('role.inspect')).toMatchObject({
      plan: { caller: { application: { knownClientIds: [clientId], handedOver: { clientId } } } },
    });
    expect(world.table.decisions.map(({ decision }) => decision)).toContain('taken-over');
  });

  it('is not taken from its users by whatever fails later on', async () => {
    const world = await prepare();
    await world.run('role.inspect');
    await world.run('provider.addAudience', add);
    await world.run('failure.report', { failure: { Error: 'AccessDenied' }, failedSteps: { bind: true } });
    expect(world.requested).toEqual([]);
    expect(world.record).toMatchObject({ state: 'bound' });
  });

  it('is left alone where its trust policy has changed since the directory was asked', async () => {
    const world = await prepare();
    await world.run('role.inspect');
    const before = world.record;
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, other) }));
    await expect(world.run('provider.addAudience', add)).rejects.toMatchObject({ code: 'WorldMoved' });
    expect(world.record).toEqual(before);
  });
});

describe('a role in use whose caller is not handed over', () => {
  it.each<[string, CompiledPolicy, string]>([
    ['nothing is listed', withPolicy({}), trust(clientId, subject)],
    [
      'another application is listed',
      { ...withPolicy({}), handOvers: [{ uniqueName, application: other }] },
      trust(clientId, subject),
    ],
    ['its account has one audience', handed({ audience: 'per-account' }), trust(clientId, subject)],
  ])('stays as it is where %s', async (_what, policy, trustPolicy) => {
    const world = await imported();
    const before = [world.record, world.iam.writes.length];
    world.policy = policy;
    await expect(world.run('role.inspect')).rejects.toMatchObject({ code: 'ApplicationNotHandedOver' });
    expect([world.record, world.iam.writes.length]).toEqual(before);
    expect(world.trustPolicy).toBe(trustPolicy);
  });

  it('gets a new caller once its owner has put the placeholder there', async () => {
    const world = await imported();
    world.policy = withPolicy({});
    world.iam.roles.set('web-deployer', role());
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
    expect(world.record).toMatchObject({ state: 'bound', caller: 'own-application', uniqueName });
  });
});

it('is told what is handed over where it waits with the placeholder, and is bound like any other', async () => {
  const world = new AccountWorld();
  world.policy = handed();
  expect(await world.run('role.inspect')).toMatchObject({
    plan: { caller: { application: { handedOver: { clientId } } } },
  });
  expect(world.record).toEqual(record());
  await world.run('provider.addAudience', add);
  expect(await world.run('role.bindTrust', { caller })).toEqual({ trust: 'changed' });
});

it('is not taken from those whom the YAML names by whatever fails while it is imported', async () => {
  const world = new UsedRole();
  world.policy = withPolicy({ name: 'imported-1', caller: existing });
  const those = { audience: clientId, subjects: [subject] };
  await world.run('role.inspect');
  await world.run('provider.addAudience', { identityProvider: 'entra-prod', caller: those });
  await world.run('failure.report', { failure: { Error: 'AccessDenied' }, failedSteps: { bind: true } });
  expect(world.requested).toEqual([]);
  expect(world.record).toMatchObject({ state: 'bound', caller: 'existing' });
});

it('publishes the client id of a declared binding whose application was taken over', async () => {
  const world = await imported();
  world.policy = { ...handed(), bindings: [{ account, role: 'web-deployer', policy: 'workloads' }] };
  world.record = { ...world.record!, published: true };
  const declared = { trigger: 'role-declared' };
  const before = world.record;
  expect(await world.run('binding.inspect', {}, declared)).toMatchObject({
    verdict: 'declare',
    plan: { caller: { application: { handedOver: { clientId, subject } } } },
  });
  expect(world.record).toEqual(before);
  await world.run('provider.addAudience', add, declared);
  expect(world.record).toMatchObject({ state: 'bound', stale: true });
  await world.run('binding.publish', { caller }, declared);
  expect([...world.parameters.values()].map((text) => JSON.parse(text) as unknown)).toMatchObject([caller]);
});
