import { shardKey, shardOf, shardsAt } from '../../../federation/bucket-keys';
import { isDeepCheckDue, nightsOfDeepCheck } from '../../../handlers/directory-steps/deep-check';
import type { GraphRequest } from '../../../federation/ports';
import type { DirectoryObservation } from '../../../schemas/generated/events/directory-observation.types';
import validateDirectoryObservation from '../../../schemas/generated/events/directory-observation.validate';
import { DirectoryWorld, account, applicationPlan, type Run } from './support';

const other = '555555555555';
let here: DirectoryWorld;
beforeEach(() => {
  here = new DirectoryWorld();
});

/** Every caller that the listing keeps, by account, as an account would read it. */
const list = async (how?: Run) => {
  here.objects.clear();
  const { callers } = await here.run('entra.listApplications', undefined, {}, how);
  const shards = shardsAt(String(callers))!;
  const read = (of: string): DirectoryObservation['applications'] => {
    const value: unknown = JSON.parse(here.objects.get(shardKey(String(callers), shardOf(of, shards)))!);
    if (!validateDirectoryObservation(value)) throw new TypeError('It is no observation.');
    return value.applications;
  };
  return { shards, read, written: [...here.objects.keys()] };
};
const namesIn = (applications: DirectoryObservation['applications']): readonly string[] =>
  applications.map(({ uniqueName }) => uniqueName).sort();

/** A day on which it is an application's turn, and one on which it is not. */
const days = (uniqueName: string) => {
  const times = Array.from(
    { length: nightsOfDeepCheck },
    (_, day) => `2027-01-${String(4 + day).padStart(2, '0')}T02:17:00Z`,
  );
  return {
    due: times.filter((time) => isDeepCheckDue(uniqueName, time)),
    others: times.filter((time) => !isDeepCheckDue(uniqueName, time)),
  };
};

describe('entra.listApplications', () => {
  it('lists all accounts by two calls, whatever their number, and keeps them by account', async () => {
    const [one, two] = [here.freshName(), here.freshName()];
    await here.register(applicationPlan(one));
    await here.register(applicationPlan(two));
    here.squat(`aws-${other}-web`, [here.factory], {});
    const asked: GraphRequest[] = [];
    const { read } = await list({ asked });
    expect(namesIn(read(account))).toEqual(expect.arrayContaining([one, two].sort()));
    expect(namesIn(read(other))).toContain(`aws-${other}-web`);
    const listings = asked.filter(({ path }) => path.includes('$filter=tags'));
    expect(listings.map(({ path }) => path.split('?')[0])).toEqual(['/applications', '/servicePrincipals']);
    expect(listings.every(({ path }) => path.includes('$top=999') && path.includes("'oidc-factory'"))).toBe(true);
  });

  it('leaves out what somebody else owns, and names that the factory does not give', async () => {
    here.squat(`aws-${account}-squatted`, ['51000000-0000-4000-8000-00000000beef']);
    here.squat('somebody-elses', [here.factory]);
    expect(namesIn((await list()).read(account))).toEqual([]);
  });

  it('writes every shard, also where there is nothing', async () => {
    expect(await list()).toMatchObject({ shards: 1, written: [expect.stringMatching(/\/1\/0\.json$/)] });
  });

  it('has more shards for more applications, and shared callers in each', async () => {
    await here.register(applicationPlan('aws-shared-payments-ci'));
    for (let index = 0; index < 65; index += 1)
      here.squat(`aws-${String(600_000_000_000 + index)}-web`, [here.factory]);
    const { shards, read, written } = await list();
    expect([shards, written.length]).toEqual([2, 2]);
    for (const whose of ['600000000000', '600000000001']) {
      const names = namesIn(read(whose));
      expect(names).toContain('aws-shared-payments-ci');
      expect(names).toContain(`aws-${whose}-web`);
    }
  });
});

describe('the deep check', () => {
  it('has every caller once in seven nights', () => {
    for (let index = 0; index < 200; index += 1) expect(days(`aws-${account}-role-${index}`).due).toHaveLength(1);
  });

  it('reads the federated credentials of the callers whose turn it is, and of no other', async () => {
    const name = here.freshName();
    await here.register(applicationPlan(name));
    here.edit(name, {
      federatedIdentityCredentials: [
        {
          id: 'c',
          name: 'backdoor',
          issuer: 'https://evil.example',
          subject: 'x',
          audiences: ['api://AzureADTokenExchange'],
          description: null,
        },
      ],
    });
    const observedOn = async (time: string) => {
      const event = { trigger: 'organization-due', account: '222222222222', id: 'e', time };
      const answer = await here.start()({ step: 'entra.listApplications', execution: 'e-1', event, inputs: {} });
      const key = shardKey(String(answer['callers']), 0);
      const { applications } = JSON.parse(here.objects.get(key)!) as DirectoryObservation;
      return applications.find(({ uniqueName }) => uniqueName === name);
    };
    const { due, others } = days(name);
    expect(await observedOn(due[0]!)).toMatchObject({
      isSound: true,
      credentials: [{ issuer: 'https://evil.example', subject: 'x' }],
    });
    expect(await observedOn(others[0]!)).not.toHaveProperty('credentials');

    here.edit(name, {
      federatedIdentityCredentials: [
        { id: 'c', name: 'odd', issuer: 'https://i', subject: 's', audiences: ['other'], description: null },
      ],
    });
    expect(await observedOn(due[0]!)).toMatchObject({ isSound: false });
  });
});

describe('the time of an attempt', () => {
  const late = (): undefined => {
    here.world.clock.advance(40);
  };

  it('is over after its own minute, though the function could go on', async () => {
    await here.register(applicationPlan(here.freshName()));
    const slow: Run = { intercept: late };
    await expect(here.run('entra.observeApplications', undefined, {}, slow)).rejects.toMatchObject({
      code: 'Unavailable',
    });
  });

  it('is a quarter of an hour for the listing', async () => {
    await here.register(applicationPlan(here.freshName()));
    expect((await list({ intercept: late })).shards).toBe(1);
  });
});
