import {
  AccountWorld,
  clientId,
  factoryClientId,
  issuer,
  placeholder,
  role,
  subject,
  trust,
  withPolicy,
} from '../ports';

const other = '51000000-0000-4000-8000-000000000002';
const audience = 'a1000000-0000-4000-8000-000000000001';

describe('callers of other kinds', () => {
  it('binds service principals that the YAML names, and nobody else', async () => {
    const world = new AccountWorld();
    world.policy = withPolicy({ caller: { kind: 'existing', principals: [subject, other], audience } });
    expect(await world.run('role.inspect')).toMatchObject({
      plan: { caller: { kind: 'existing', principals: [subject, other], audience } },
    });
    const add = (caller: object) => world.run('provider.addAudience', { identityProvider: 'entra-prod', caller });
    await expect(add({ audience, subjects: [clientId] })).rejects.toMatchObject({ code: 'InvalidInput' });
    await expect(add({ audience: clientId, subjects: [subject] })).rejects.toMatchObject({ code: 'InvalidInput' });
    const caller = { audience, subjects: [subject, other] };
    await add(caller);
    await world.run('role.bindTrust', { caller });
    const pinned = world.iam.roles.get('web-deployer')!.trustPolicy;
    expect(pinned).toContain(JSON.stringify([subject, other]));
    expect(world.record?.uniqueName).toBeUndefined();
  });

  it('remembers every client id of a shared caller for all the roles that share it', async () => {
    const world = new AccountWorld();
    world.policy = withPolicy({ caller: { kind: 'shared', name: 'payments' } });
    expect(await world.run('role.inspect')).toMatchObject({
      plan: { caller: { application: { uniqueName: 'aws-shared-payments', knownClientIds: [] } } },
    });
    const caller = { clientId, audience: clientId, subjects: [subject] };
    await world.run('provider.addAudience', { identityProvider: 'entra-prod', caller });
    world.iam.roles.set('api-deployer', role({ name: 'api-deployer', roleId: 'AROA7' }));
    expect(await world.run('role.inspect', {}, { roleName: 'api-deployer' })).toMatchObject({
      plan: { caller: { application: { knownClientIds: [clientId] } } },
    });
  });

  it("pins an account's audience and the role's own caller", async () => {
    const world = new AccountWorld();
    world.policy = withPolicy({ audience: 'per-account' });
    await world.run('role.inspect');
    const add = (caller: object) => world.run('provider.addAudience', { identityProvider: 'entra-prod', caller });
    await expect(add({ clientId, audience: clientId, subjects: [subject] })).rejects.toMatchObject({
      code: 'InvalidInput',
    });
    const ofFactory = { clientId, audience: factoryClientId, audienceClientId: factoryClientId, subjects: [subject] };
    await expect(add(ofFactory)).rejects.toMatchObject({ code: 'InvalidInput' });
    const caller = { clientId, audience, audienceClientId: audience, subjects: [subject] };
    await add(caller);
    await world.run('role.bindTrust', { caller });
    expect(JSON.parse(world.iam.roles.get('web-deployer')!.trustPolicy)).toEqual(JSON.parse(trust(audience, subject)));
    expect([...world.iam.providers.get(issuer)!]).toEqual([placeholder, audience]);
  });
});
