import { canonicalHash } from '../../../handlers/canonical-hash';
import {
  AccountWorld,
  account,
  clientId,
  factoryClientId,
  now,
  placeholder,
  record,
  role,
  subject,
  trust,
  withPolicy,
} from '../ports';

const caller = { clientId, audience: clientId, subjects: [subject] };
const bindInputs = { caller };
const audienceInputs = { identityProvider: 'entra-prod', caller };

/** A world in which the steps before have run. */
const inspected = async () => {
  const world = new AccountWorld();
  await world.run('role.inspect');
  return world;
};
const withAudience = async () => {
  const world = await inspected();
  await world.run('provider.addAudience', audienceInputs);
  return world;
};
const bound = async () => {
  const world = await withAudience();
  await world.run('role.bindTrust', bindInputs);
  await world.run('role.confirmBinding', bindInputs);
  return world;
};

describe('role.inspect', () => {
  it('records what is about to be made before anything is', async () => {
    const world = new AccountWorld();
    const { verdict, identityProvider, plan } = await world.run('role.inspect');
    expect([verdict, identityProvider]).toEqual(['bind', 'entra-prod']);
    expect(plan).toMatchObject({ caller: { application: { uniqueName: `aws-${account}-web-deployer` } } });
    expect(world.record).toEqual(record());
    expect(world.iam.writes).toEqual([]);
    expect(world.table.decisions).toMatchObject([{ decision: 'bind', step: 'role.inspect', execution: 'event-1-1' }]);
  });

  it('keeps what is known of a binding when it is repeated', async () => {
    const world = await bound();
    const before = world.record;
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
    expect(world.record).toEqual({ ...before, version: before!.version + 1 });
    expect(before).toMatchObject({ state: 'bound', audience: clientId, subjects: [subject] });
  });

  it('knows the client id again that an earlier role of the name had, and starts a record of the role anew', async () => {
    const world = await bound();
    world.iam.roles.set('web-deployer', role({ roleId: 'AROA2', trustPolicy: trust(clientId, subject) }));
    const { verdict, plan } = await world.run('role.inspect');
    expect([verdict, plan]).toMatchObject(['bind', { caller: { application: { knownClientIds: [clientId] } } }]);
    expect(world.record).toMatchObject({ roleId: 'AROA2', clientIds: [clientId], state: 'registering' });
  });

  it('reads the managed policies of a role where a policy asks for them, and only there', async () => {
    const world = new AccountWorld();
    const administrator = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    world.iam.roles.set('web-deployer', role({ managedPolicies: administrator, tags: { owner: 'ann' } }));
    world.iam.failing.set('listAttachedRolePolicies', 'AccessDenied');
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });

    world.iam.failing.clear();
    const limits = { requirePermissionsBoundary: false, bannedManagedPolicies: ['AdministratorAccess'] };
    world.policy = withPolicy({ limits, ownerTag: 'owner' });
    world.published.length = 0;
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'refuse' });
    expect(world.published).toMatchObject([{ detail: { owner: 'ann', reasons: [{ code: 'managed-policy-banned' }] } }]);
  });

  it('reports only until the day from which a policy is enforced', async () => {
    const world = new AccountWorld();
    world.policy = withPolicy({ enforceFrom: '2030-01-01' });
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'audit' });
    expect(world.iam.writes).toEqual([]);
    world.policy = withPolicy({ enforceFrom: '2026-11-23' });
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
  });

  it('says of a bound role that breaks a limit that it is still bound', async () => {
    const world = await bound();
    world.policy = withPolicy({ limits: { requirePermissionsBoundary: true } });
    world.published.length = 0;
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'refuse' });
    expect(world.published).toMatchObject([{ type: 'Role Not Bound', detail: { stillBound: true } }]);
  });

  it.each([
    ['audit', { enforcement: 'audit' } as const, 'audit'],
    ['a limit that is not met', { limits: { requirePermissionsBoundary: true } }, 'refuse'],
  ])('makes nothing and says so: %s', async (_what, changes, verdict) => {
    const world = new AccountWorld();
    world.policy = withPolicy(changes);
    expect(await world.run('role.inspect')).toEqual({ verdict, identityProvider: null, plan: null });
    expect(world.record).toBeUndefined();
    expect(world.published).toMatchObject([
      { type: 'Role Not Bound', detail: { account, role: 'web-deployer', verdict } },
    ]);
  });

  it('leaves a role that no policy is for alone, without a word on the bus', async () => {
    const world = new AccountWorld();
    world.iam.roles.set('web-deployer', role({ path: '/' }));
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'leave' });
    expect([world.record, world.published]).toEqual([undefined, []]);
  });

  it('says that a role is gone only where IAM does', async () => {
    const world = new AccountWorld();
    world.iam.failing.set('getRole', 'AccessDenied');
    await expect(world.run('role.inspect')).rejects.toMatchObject({ name: 'AccessDenied' });
    world.iam.failing.clear();
    world.iam.roles.clear();
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'gone' });
  });

  it('guesses nothing of an account that it does not know', async () => {
    const world = new AccountWorld();
    await expect(world.run('role.inspect', {}, { account: '999999999999' })).rejects.toMatchObject({
      code: 'AccountUnknown',
    });
    expect(world.opened).toEqual([]);
  });
});

describe('provider.addAudience', () => {
  it('records the audience, then adds it, as often as it is asked', async () => {
    const world = await inspected();
    world.iam.failing.set('addClientId', 'ConcurrentModification');
    await expect(world.run('provider.addAudience', audienceInputs)).rejects.toMatchObject({
      code: 'ConcurrentModification',
    });
    expect(world.record).toMatchObject({ audience: clientId, subjects: [subject], state: 'registering' });
    world.iam.failing.clear();
    await world.run('provider.addAudience', audienceInputs);
    await world.run('provider.addAudience', audienceInputs);
    expect(world.audiences).toEqual([placeholder, clientId]);
  });

  it.each([
    ['no record', undefined],
    ['a record for another identity provider', record({ identityProvider: 'entra-test' })],
    ['a record of a role that is gone', record({ state: 'gone' })],
    ['a record that is closed', record({ state: 'unbound' })],
  ])('adds nothing where there is %s', async (_what, binding) => {
    const world = new AccountWorld();
    world.record = binding;
    await expect(world.run('provider.addAudience', audienceInputs)).rejects.toMatchObject({ code: 'WorldMoved' });
    expect([world.iam.writes, world.record]).toEqual([[], binding]);
  });

  it.each([
    ['an audience that is not the caller', { audience: '51000000-0000-4000-8000-00000000abcd' }],
    ["the factory's own application", { clientId: factoryClientId, audience: factoryClientId }],
    ['the placeholder', { clientId: placeholder, audience: placeholder }],
    ['a subject that IAM reads as a variable', { subjects: ['${aws:username}'] }],
    ['a subject with a wildcard', { subjects: ['*'] }],
    ['two subjects for a caller of its own', { subjects: [subject, clientId] }],
    ['nobody', { subjects: [] }],
  ])('refuses %s, and records nothing', async (_what, changes) => {
    const world = await inspected();
    const inputs = { ...audienceInputs, caller: { ...caller, ...changes } };
    await expect(world.run('provider.addAudience', inputs)).rejects.toMatchObject({ code: 'InvalidInput' });
    expect([world.iam.writes, world.record]).toEqual([[], record()]);
  });
});

describe('role.bindTrust', () => {
  it('pins audience and subject, once', async () => {
    const world = await withAudience();
    expect(await world.run('role.bindTrust', bindInputs)).toEqual({ trust: 'changed' });
    expect(JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy)).toEqual(JSON.parse(trust(clientId, subject)));
    expect(await world.run('role.bindTrust', bindInputs)).toEqual({ trust: 'unchanged' });
    expect(world.iam.writes.filter((write) => write.startsWith('trust'))).toHaveLength(1);
    expect(world.table.decisions.filter(({ decision }) => decision === 'bound')).toEqual([
      {
        account,
        roleName: 'web-deployer',
        execution: 'event-1-1',
        step: 'role.bindTrust',
        decision: 'bound',
        reasons: [`Only ${subject} may assume the role, with tokens for ${clientId}.`],
        trust: { before: trust(), after: world.iam.roles.get('web-deployer')!.trustPolicy },
        requestIds: [`request ${world.iam.writes.length}`],
        policyHash: canonicalHash(world.policy),
        event: { id: 'event-1', trigger: 'role-created', time: now },
        at: now,
      },
    ]);
  });

  it.each<[string, (world: AccountWorld) => void]>([
    [
      'the role is gone',
      (world) => {
        world.iam.roles.clear();
      },
    ],
    ['the role was created anew', (world) => world.iam.roles.set('web-deployer', role({ roleId: 'AROA2' }))],
    ['the record is missing', (world) => (world.record = undefined)],
    ['the record has another audience', (world) => (world.record = { ...world.record!, audience: subject })],
    ['the record has another subject', (world) => (world.record = { ...world.record!, subjects: [clientId] })],
    ['the record is for another provider', (world) => (world.record = { ...world.record!, identityProvider: 'other' })],
    ['the record is for another application', (world) => (world.record = { ...world.record!, uniqueName: 'other' })],
    ['the policy reports only by now', (world) => (world.policy = withPolicy({ enforcement: 'audit' }))],
    ['no policy is for the role by now', (world) => world.iam.roles.set('web-deployer', role({ path: '/' }))],
    [
      'somebody pinned it to something else',
      (world) => world.iam.roles.set('web-deployer', role({ trustPolicy: trust('other') })),
    ],
  ])('writes nothing and starts over where %s', async (_what, change) => {
    const world = await withAudience();
    change(world);
    const trustBefore = world.iam.roles.get('web-deployer')?.trustPolicy;
    await expect(world.run('role.bindTrust', bindInputs)).rejects.toMatchObject({ name: 'WorldMoved' });
    expect(world.iam.roles.get('web-deployer')?.trustPolicy).toBe(trustBefore);
  });

  it('says that a trust policy would get too long', async () => {
    const world = await withAudience();
    const document = JSON.parse(trust()) as { Statement: unknown[] };
    document.Statement.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'x'.repeat(1800) } });
    world.iam.roles.set('web-deployer', role({ trustPolicy: JSON.stringify(document) }));
    await expect(world.run('role.bindTrust', bindInputs)).rejects.toMatchObject({ code: 'TrustPolicyTooLong' });
  });

  it('fails with the word of IAM where it is denied', async () => {
    const world = await withAudience();
    world.iam.failing.set('updateAssumeRolePolicy', 'AccessDenied');
    await expect(world.run('role.bindTrust', bindInputs)).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});

describe('role.confirmBinding', () => {
  it('closes the binding where role and provider are as they were made', async () => {
    const world = await bound();
    expect(world.record).toMatchObject({ state: 'bound', audience: clientId, subjects: [subject] });
    await world.run('role.confirmBinding', bindInputs);
    expect(world.record?.state).toBe('bound');
  });

  it.each<[string, (world: AccountWorld) => void]>([
    [
      'the role is gone',
      (world) => {
        world.iam.roles.clear();
      },
    ],
    ['the trust policy was written back', (world) => world.iam.roles.set('web-deployer', role())],
    [
      'the subject is not pinned',
      (world) => world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId) })),
    ],
    ['the record names another subject', (world) => (world.record = { ...world.record!, subjects: [clientId] })],
    ['the binding was revoked', (world) => (world.record = { ...world.record!, state: 'revoked' })],
  ])('starts over where %s', async (_what, change) => {
    const world = await withAudience();
    await world.run('role.bindTrust', bindInputs);
    change(world);
    await expect(world.run('role.confirmBinding', bindInputs)).rejects.toMatchObject({ code: 'WorldMoved' });
    expect(world.record?.state).not.toBe('bound');
  });
});

describe('role.announce', () => {
  it('says who is bound to what', async () => {
    const world = await bound();
    await world.run('role.announce', { caller });
    expect(world.published).toEqual([
      { type: 'Role Bound', detail: { account, role: 'web-deployer', policy: 'workloads', ...caller } },
    ]);
  });

  it('says nothing of a binding that nobody has confirmed', async () => {
    const world = await withAudience();
    await expect(world.run('role.announce', { caller })).rejects.toMatchObject({ code: 'InvalidInput' });
    expect(world.published).toEqual([]);
  });
});
