import { DirectoryWorld, applicationPlan, secret, somebody, wanted } from './support';

const here = new DirectoryWorld();
const { directory } = here;

const everyOwner: [string, () => string[]][] = [
  ['a user', () => [somebody]],
  ['a user and the factory', () => [here.factory, somebody]],
];

describe('a squatter, with the expected name and the expected tags,', () => {
  it.each([...everyOwner, ['nobody', () => []] as [string, () => string[]]])(
    'who registered the application is found out, and nothing is changed: owned by %s',
    async (_what, owners) => {
      const name = here.freshName();
      here.squat(name, owners());
      const before = here.snapshot();
      await expect(here.register(applicationPlan(name))).rejects.toMatchObject({ name: 'ApplicationSquatted' });
      await expect(here.retire(name, 'purge')).rejects.toMatchObject({ name: 'ApplicationSquatted' });
      expect(here.snapshot()).toBe(before);
    },
  );

  it('who registered it a moment ago, so that it is not seen at once, is found out', async () => {
    const name = here.freshName();
    here.squat(name, [somebody]);
    const before = here.snapshot();
    let hidden = true;
    const registered = here.register(applicationPlan(name), {
      intercept: ({ method, path }) => {
        if (method !== 'GET' || !path.startsWith('/applications(') || !hidden) return undefined;
        hidden = false;
        return { status: 404, body: undefined };
      },
    });
    await expect(registered).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    expect(here.snapshot()).toBe(before);
  });

  it.each(everyOwner)(
    'who deleted the application again has nothing restored and nothing purged: owned by %s',
    async (_what, owners) => {
      const name = here.freshName();
      directory.deleteApplication(here.squat(name, owners()));
      const before = here.snapshot();
      await expect(here.register(applicationPlan(name))).rejects.toMatchObject({ name: 'ApplicationSquatted' });
      expect(await here.retire(name, 'purge')).toEqual({ removal: 'retired' });
      expect(here.snapshot()).toBe(before);
    },
  );

  it('who handed the application over to the factory gets in with no token that was made before', async () => {
    const name = here.freshName();
    const handedOver = here.squat(name, [here.factory], { passwordCredentials: [secret] });
    const planted = directory.servicePrincipals.put({
      ...directory.createServicePrincipal(handedOver.appId, {}, undefined),
      owners: [here.factory],
    });
    const answer = await here.register(applicationPlan(name));
    expect(answer).toMatchObject({ caller: { clientId: handedOver.appId }, registration: 'changed' });
    expect(answer.caller.subjects).not.toContain(planted.id);
    expect(directory.servicePrincipals.live().map(({ id }) => id)).not.toContain(planted.id);
    expect(here.named(name)!.passwordCredentials).toEqual([]);
    expect(await here.register(applicationPlan(name))).toEqual({ ...answer, registration: 'unchanged' });
  });

  it.each(everyOwner)('who owns the service principal of our application is found out: %s', async (_what, owners) => {
    const name = here.freshName();
    await here.register(applicationPlan(name));
    here.editPrincipal(name, { owners: owners() });
    const before = here.snapshot();
    await expect(here.register(applicationPlan(name, [wanted]))).rejects.toMatchObject({
      name: 'ApplicationSquatted',
    });
    expect(here.snapshot()).toBe(before);
  });

  it.each(everyOwner)("who has the account's audience application is found out: owned by %s", async (_what, owners) => {
    const elsewhere = new DirectoryWorld();
    const name = elsewhere.freshName();
    const audience = { ...applicationPlan('aws-444444444444'), purpose: 'audience' };
    elsewhere.squat(
      audience.uniqueName,
      owners().map((owner) => (owner === here.factory ? elsewhere.factory : owner)),
    );
    const before = elsewhere.snapshot();
    await expect(elsewhere.register(applicationPlan(name), undefined, audience)).rejects.toMatchObject({
      name: 'ApplicationSquatted',
    });
    expect(elsewhere.snapshot()).toBe(before);
  });
});

describe('an App ID URI that somebody else has taken', () => {
  const take = (name: string, uniqueName: string) =>
    here.squat(uniqueName, [somebody], { identifierUris: [applicationPlan(name).identifierUri] });

  it.each([
    ['live', () => undefined],
    ['deleted', directory.deleteApplication.bind(directory)],
  ])('is told, with who has it: %s', async (_what, meanwhile: (squatted: ReturnType<typeof take>) => void) => {
    const name = here.freshName();
    const squatted = take(name, here.freshName());
    meanwhile(squatted);
    const before = here.snapshot();
    const registered = here.register(applicationPlan(name));
    await expect(registered).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    await expect(registered).rejects.toThrow(new RegExp(`${squatted.id}.*${somebody}`));
    expect(here.snapshot()).toBe(before);
  });

  it('is told where our own application has lost it', async () => {
    const name = here.freshName();
    await here.register(applicationPlan(name));
    here.edit(name, { identifierUris: [] });
    take(name, here.freshName());
    const registered = here.register(applicationPlan(name));
    await expect(registered).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    await expect(registered).rejects.toThrow(somebody);
  });

  it('is a refusal like another where Graph does not show whose it is', async () => {
    const name = here.freshName();
    take(name, here.freshName());
    const registered = here.register(applicationPlan(name), {
      intercept: ({ path }) =>
        path.includes('identifierUris/any') ? { status: 400, body: { error: { code: 'BadRequest' } } } : undefined,
    });
    await expect(registered).rejects.toMatchObject({ name: 'ReplicationLag' });
    await expect(registered).rejects.toThrow(/identifierUris already exists/);
  });
});
