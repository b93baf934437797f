import type { GraphRequest } from '../../../federation/ports';
import { DirectoryWorld, applicationPlan, prefix, somebody } from './support';

const here = new DirectoryWorld();

const run = (step: string, uniqueName: string | null, asked: GraphRequest[] = [], roleName?: string) =>
  here.run(
    step,
    roleName ?? uniqueName?.slice(prefix.length) ?? 'web',
    { identityProvider: 'entra-prod', uniqueName },
    { asked },
  );

describe.each([
  ['entra.disableCaller', 'disabled', false],
  ['entra.enableCaller', 'enabled', true],
])('%s', (step, output, enabled) => {
  it('changes the service principal once, and nothing else', async () => {
    const name = here.freshName();
    await here.register(applicationPlan(name));
    here.editPrincipal(name, { accountEnabled: !enabled });
    const [application, before] = [here.named(name), here.principalOf(name)!];
    expect(await run(step, name)).toEqual({ [output]: 'yes' });
    expect(here.principalOf(name)).toEqual({ ...before, accountEnabled: enabled });
    expect(here.named(name)).toEqual(application);
    const asked: GraphRequest[] = [];
    expect(await run(step, name, asked)).toEqual({ [output]: 'already' });
    expect(asked.map(({ method }) => method)).not.toContain('PATCH');
  });

  it('has nothing to do for a caller that is not the factory’s, and asks nobody', async () => {
    const asked: GraphRequest[] = [];
    expect(await run(step, null, asked)).toEqual({ [output]: 'absent' });
    const inputs = { identityProvider: null, uniqueName: `${prefix}web` };
    expect(await here.run(step, 'web', inputs, { asked })).toEqual({ [output]: 'absent' });
    expect(asked).toEqual([]);
  });

  it('has nothing to do where there is no application, or no service principal', async () => {
    const name = here.freshName();
    expect(await run(step, name)).toEqual({ [output]: 'absent' });
    await here.register(applicationPlan(name));
    here.directory.servicePrincipals.delete(here.principalOf(name)!);
    expect(await run(step, name)).toEqual({ [output]: 'absent' });
  });

  it("leaves a squatter's application and service principal as they are", async () => {
    const [theirs, ours] = [here.freshName(), here.freshName()];
    const { appId } = here.squat(theirs, [somebody]);
    here.directory.createServicePrincipal(appId, { accountEnabled: !enabled }, somebody);
    await here.register(applicationPlan(ours));
    here.editPrincipal(ours, { owners: [here.factory, somebody], accountEnabled: !enabled });
    const before = here.snapshot();
    await expect(run(step, theirs)).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    await expect(run(step, ours)).rejects.toMatchObject({ name: 'ApplicationSquatted' });
    expect(here.snapshot()).toBe(before);
  });

  it("does not touch another role's caller", async () => {
    const asked: GraphRequest[] = [];
    await expect(run(step, here.freshName(), asked, 'another')).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(run(step, 'aws-shared-payments-ci', asked, 'web')).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(asked).toEqual([]);
  });
});
