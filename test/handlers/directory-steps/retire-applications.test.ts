import type { GraphRequest, GraphResponse } from '../../../federation/ports';
import { DirectoryWorld, account, applicationPlan, prefix, somebody, type Interceptor } from './support';

const here = new DirectoryWorld();
const { directory } = here;

const retireMany = (roleName: string | undefined, uniqueNames: readonly string[], asked: GraphRequest[] = []) => {
  const retirement = { identityProvider: 'entra-prod', uniqueNames, onDelete: 'retire' };
  return here.run('entra.retireApplication', roleName, { retirement }, { asked });
};

describe('entra.retireApplication', () => {
  it('leaves one application restorable, and says when there is nothing left to do', async () => {
    const name = here.freshName();
    await here.register(applicationPlan(name));
    expect(await here.retire(name, 'retire')).toEqual({ removal: 'retired' });
    expect(await here.retire(name, 'retire')).toEqual({ removal: 'absent' });
    expect(directory.applications.deleted().some(({ uniqueName }) => uniqueName === name)).toBe(true);
  });

  it('purges application and service principal, and says when there is nothing left to do', async () => {
    const name = here.freshName();
    const { caller } = await here.register(applicationPlan(name));
    expect(await here.retire(name, 'purge')).toEqual({ removal: 'purged' });
    expect(here.named(name)).toBeUndefined();
    expect(directory.servicePrincipals.all().some(({ appId }) => appId === caller.clientId)).toBe(false);
    expect(await here.retire(name, 'purge')).toEqual({ removal: 'absent' });
  });

  it.each([1, 2, 3])('finishes a purge that broke off at deletion %i', async (at) => {
    const name = here.freshName();
    const { caller } = await here.register(applicationPlan(name));
    let deletions = 0;
    const intercept: Interceptor = ({ method }) =>
      method === 'DELETE' && (deletions += 1) === at ? { status: 503, body: undefined } : undefined;
    await expect(here.retire(name, 'purge', { intercept })).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await here.retire(name, 'purge')).toEqual({ removal: 'purged' });
    expect(here.named(name)).toBeUndefined();
    expect(directory.servicePrincipals.all().some(({ appId }) => appId === caller.clientId)).toBe(false);
  });

  it.each<[string, GraphResponse]>([
    ['refuses to show the owners', { status: 400, body: { error: { code: 'BadRequest' } } }],
    ['shows no owners', { status: 200, body: { value: [] } }],
  ])('purges nothing that it cannot prove to be ours: Graph %s', async (_what, answer) => {
    const name = here.freshName();
    await here.register(applicationPlan(name));
    await here.retire(name, 'retire');
    const intercept: Interceptor = ({ path }) =>
      path.includes('$expand=owners') && path.includes('deletedItems') ? answer : undefined;
    expect(await here.retire(name, 'purge', { intercept })).toEqual({ removal: 'retired' });
    expect(here.named(name)).toBeDefined();
    // Restoring is for owners alone, so it may go ahead, and is proven afterwards.
    expect(await here.register(applicationPlan(name), { intercept })).toMatchObject({ registration: 'restored' });
  });

  it('asks for nothing where nobody is to go', async () => {
    const asked: GraphRequest[] = [];
    expect(await retireMany('web', [], asked)).toEqual({ removal: 'absent' });
    expect(asked).toEqual([]);
  });

  it('retires several applications of an account', async () => {
    const names = [here.freshName(), here.freshName()];
    for (const name of names) await here.register(applicationPlan(name));
    expect(await retireMany(undefined, [`aws-${account}`, ...names])).toEqual({ removal: 'retired' });
    expect(names.map((name) => here.named(name)?.deletedDateTime)).not.toContain(null);
    expect(await retireMany(undefined, names)).toEqual({ removal: 'absent' });
  });

  it('retires the others where one is a squatter, and tells of it', async () => {
    const [squatted, ours] = [here.freshName(), here.freshName()];
    const { id } = here.squat(squatted, [somebody]);
    await here.register(applicationPlan(ours));
    const retired = retireMany(undefined, [squatted, ours]);
    await expect(retired).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    await expect(retired).rejects.toThrow(id);
    expect(here.named(ours)!.deletedDateTime).not.toBeNull();
    expect(here.named(squatted)!.deletedDateTime).toBeNull();
  });

  it.each<[string, string | undefined, string]>([
    ["a role's event and another role's application", 'web', `${prefix}another`],
    ["a role's event and the account's audience application", 'web', `aws-${account}`],
    ["an account's event and another account's application", undefined, 'aws-555555555555-web'],
    ["an account's event and a shared application", undefined, 'aws-shared-payments-ci'],
    ["an account's event and a name that only begins like the account's", undefined, `aws-${account}0-web`],
  ])('is refused before anything is asked for %s', async (_what, roleName, name) => {
    const asked: GraphRequest[] = [];
    await expect(retireMany(roleName, [name], asked)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(asked).toEqual([]);
  });
});
