import { Failure } from '../../../federation/failures';
import { Faults } from '../../../simulation/faults';
import { DirectoryWorld, applicationPlan, wanted } from './support';

/** Repeats a step as the workflow does, which waits between the attempts; every failure must be worth another one. */
const persistently = async <T>(here: DirectoryWorld, work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'none';
      expect(['ReplicationLag', 'Throttled', 'Unavailable']).toContain(code);
      expect(attempt).toBeLessThan(14);
      here.world.clock.advance(10);
    }
  }
};

it('registers, retires and brings back while replicas lag behind and Graph asks for fewer calls', async () => {
  const faults = new Faults({ lag: 0.3, throttle: 0.15, seed: 7 });
  const here = new DirectoryWorld(faults);
  for (let round = 0; round < 60; round += 1) {
    const plan = applicationPlan(here.freshName(), [wanted]);
    faults.isOn = true;
    const first = await persistently(here, () => here.register(plan));
    here.world.clock.advance(120);
    await persistently(here, () => here.retire(plan.uniqueName, 'retire'));
    here.world.clock.advance(20 * 60);
    const second = await persistently(here, () => here.register(plan));
    faults.isOn = false;
    expect(second.caller).toEqual(first.caller);
    expect(await here.register(plan)).toEqual({ ...second, registration: 'unchanged' });
  }
});

it('leaves nobody a way in whom a new plan does not name, where a replica does not have what was brought back', async () => {
  const faults = new Faults({ lag: 0.3, seed: 3 });
  const here = new DirectoryWorld(faults);
  const other = { ...wanted, name: 'subject-2', subject: 'repo:acme/b:environment:prod' };
  for (let round = 0; round < 60; round += 1) {
    const name = here.freshName();
    await here.register(applicationPlan(name, [wanted]));
    here.world.clock.advance(20 * 60);
    here.directory.deleteApplication(here.named(name)!);
    faults.isOn = true;
    await persistently(here, () => here.register(applicationPlan(name, [other])));
    faults.isOn = false;
    expect(here.named(name)!.federatedIdentityCredentials.map(({ subject }) => subject)).toEqual([other.subject]);
  }
});
