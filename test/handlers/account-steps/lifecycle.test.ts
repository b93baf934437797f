import { bindingParameter, placeholderAudience, readyParameter } from '../../../federation/names';
import type { ListedAccount, OrganizationView } from '../../../federation/organization';
import { Failure } from '../../../federation/failures';
import { lockedText } from '../../../federation/records';
import {
  AccountWorld,
  account,
  clientId,
  issuer,
  now,
  placeholder,
  policy,
  record,
  role,
  subject,
  trust,
} from '../ports';

const fresh = '777777777777';
const units: Readonly<Record<string, readonly [name: string, parent: string]>> = {
  'ou-ab12-workload': ['Workloads', 'r-ab12'],
  'ou-ab12-sandbox0': ['Sandbox', 'r-ab12'],
  'ou-ab12-newteam0': ['New team', 'ou-ab12-workload'],
  'ou-ab12-slashes0': ['a/b', 'ou-ab12-workload'],
};

/** AWS Organizations, by which unit each account is in. */
const viewOf = (
  places: Readonly<Record<string, string>>,
  more: { readonly closed?: readonly string[]; readonly tags?: Readonly<Record<string, string>> } = {},
): OrganizationView => {
  const listed = (id: string): ListedAccount => {
    const isClosed = more.closed?.includes(id) === true;
    return { id, name: id === account ? 'payments' : `account ${id}`, isActive: !isClosed, isClosed };
  };
  return {
    listRoots: () => Promise.resolve(['r-ab12']),
    listOrganizationalUnitsForParent: (parent) =>
      Promise.resolve(Object.entries(units).flatMap(([id, [name, above]]) => (above === parent ? [{ id, name }] : []))),
    listAccountsForParent: (parent) =>
      Promise.resolve(Object.entries(places).flatMap(([id, unit]) => (unit === parent ? [listed(id)] : []))),
    listTags: () => Promise.resolve(more.tags ?? {}),
    describeAccount: (id) => Promise.resolve(places[id] === undefined ? undefined : listed(id)),
    parentOf: (child) => Promise.resolve(places[child] ?? units[child]?.[1] ?? ''),
    describeOrganizationalUnit: (id) => Promise.resolve(units[id]?.[0] ?? ''),
  };
};
const inWorkloads = 'ou-ab12-workload';
const inSandbox = 'ou-ab12-sandbox0';
const ofAccount = (changes: object = {}) => ({ trigger: 'account-moved', roleName: undefined, ...changes });
const bound = record({
  state: 'bound',
  audience: clientId,
  subjects: [subject],
  clientIds: [clientId],
  audiences: [clientId],
});
const later = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();

describe('account.inspect', () => {
  it.each([
    ['moved into scope', { [fresh]: inWorkloads }, fresh, 'in-scope'],
    ['moved out of it, whatever the lock file says', { [account]: inSandbox }, account, 'out-of-scope'],
    ['in a unit that is newer than the lock file', { [fresh]: 'ou-ab12-newteam0' }, fresh, 'in-scope'],
    ['in the root', { [fresh]: 'r-ab12' }, fresh, 'out-of-scope'],
    ['no longer of the organization', {}, account, 'departed'],
    ['never of the organization', {}, fresh, 'departed'],
  ])('finds an account %s', async (_what, places, id, verdict) => {
    const world = new AccountWorld();
    world.view = viewOf(places);
    expect(await world.run('account.inspect', {}, ofAccount({ account: id }))).toEqual({ verdict });
  });

  it('keeps what it has read, with the time and what the lock file said then', async () => {
    const world = new AccountWorld();
    world.view = viewOf({ [account]: 'ou-ab12-newteam0' });
    await world.run('account.inspect', {}, ofAccount());
    expect(world.table.accounts.get(account)).toEqual({
      id: account,
      name: 'payments',
      organizationalUnit: '/Workloads/New team',
      tags: { team: 'pay' },
      reading: { at: now, locked: lockedText(policy.accounts[account]) },
      bootstrap: { begunAt: now },
    });
  });

  it('finds a closed account, and keeps nothing of one that nobody knew', async () => {
    const world = new AccountWorld();
    world.view = viewOf({ [account]: inWorkloads }, { closed: [account] });
    expect(await world.run('account.inspect', {}, ofAccount())).toEqual({ verdict: 'departed' });
    expect(world.table.accounts.get(account)).toMatchObject({ departed: 'closed' });
    await world.run('account.inspect', {}, ofAccount({ account: fresh }));
    expect(world.table.accounts.has(fresh)).toBe(false);
  });

  it('reads tags only where a policy asks for them', async () => {
    const world = new AccountWorld();
    world.view = viewOf({ [account]: inWorkloads }, { tags: { team: 'read' } });
    world.policy = {
      ...policy,
      policies: policy.policies.map((one) => ({ ...one, match: { accountTags: { team: '*' } } })),
    };
    await world.run('account.inspect', {}, ofAccount());
    expect(world.table.accounts.get(account)).toMatchObject({ tags: { team: 'read' } });
  });

  it('does not guess the path of a unit that no path can name', async () => {
    const world = new AccountWorld();
    world.view = viewOf({ [fresh]: 'ou-ab12-slashes0' });
    await expect(world.run('account.inspect', {}, ofAccount({ account: fresh }))).rejects.toMatchObject({
      name: 'AccountUnknown',
    });
  });

  it('does not let an event overrule what was once read, where it cannot be read any more', async () => {
    const world = new AccountWorld();
    world.view = viewOf({ [fresh]: inWorkloads });
    await world.run('account.inspect', {}, ofAccount({ account: fresh }));
    world.view = undefined;
    const event = ofAccount({ account: fresh, organizationalUnitId: inSandbox });
    expect(await world.run('account.inspect', {}, event)).toEqual({ verdict: 'in-scope' });
  });

  it('takes the unit of an event for an account whose name is known from before', async () => {
    const world = new AccountWorld();
    world.table.accounts.set(fresh, { id: fresh, name: 'new', organizationalUnit: '/Sandbox', tags: {} });
    const event = ofAccount({ account: fresh, organizationalUnitId: inWorkloads });
    expect(await world.run('account.inspect', {}, event)).toEqual({ verdict: 'in-scope' });
  });
});

describe('account.awaitAccess', () => {
  it('waits out a quarantine', async () => {
    const world = new AccountWorld();
    world.iam.failing.set('getOpenIdConnectProvider', 'AccessDenied');
    await expect(world.run('account.awaitAccess', {}, ofAccount())).rejects.toMatchObject({ name: 'AccountNotReady' });
    world.iam.failing.clear();
    expect(await world.run('account.awaitAccess', {}, ofAccount())).toEqual({ access: 'granted' });
  });

  it.each([
    ['has left the scope', viewOf({ [account]: inSandbox }), true],
    ['is closed', viewOf({ [account]: inWorkloads }, { closed: [account] }), true],
    ['is in scope', viewOf({ [account]: inWorkloads }), false],
  ])('looks where the account is by now: it %s', async (_what, view, isOver) => {
    const world = new AccountWorld();
    world.notReady = true;
    world.view = view;
    const waiting = world.run('account.awaitAccess', {}, ofAccount());
    if (isOver) expect(await waiting).toEqual({ access: 'out-of-scope' });
    else await expect(waiting).rejects.toMatchObject({ name: 'AccountNotReady' });
  });
});

describe('an account that leaves the scope', () => {
  const left = async (view = viewOf({ [account]: inSandbox })): Promise<AccountWorld> => {
    const world = new AccountWorld();
    world.record = bound;
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
    world.view = view;
    await world.run('account.inspect', {}, ofAccount());
    return world;
  };
  const released = ofAccount({ trigger: 'account-released' });

  it('is handed on, and each of its bindings after it', async () => {
    const world = await left();
    await world.run('account.requestRelease', {}, ofAccount());
    expect(world.requested).toMatchObject([{ trigger: 'account-released', account }]);
    expect(await world.run('account.release', {}, released)).toEqual({ bindings: 1, access: 'kept' });
    expect(world.requested[1]).toMatchObject({ trigger: 'role-released', account, roleName: 'web-deployer' });
    expect(world.published).toEqual([]);
  });

  it('goes as a whole while the hour has removals left, and otherwise stays until the nightly reconcile, which is told once', async () => {
    const release = (world: AccountWorld) => world.run('account.release', {}, released);
    const world = await left();
    for (const name of ['two', 'three'])
      world.table.bindings.set(name, record({ roleName: name, uniqueName: name, state: 'bound' }));
    world.policy = { ...world.policy, guard: { ...world.policy.guard, removalsPerHour: 2 } };
    expect(await release(world)).toEqual({ bindings: 3, access: 'kept' });
    expect(world.requested).toHaveLength(3);
    const stopped = { code: 'RemovalsStopped' };
    await expect(release(world)).rejects.toMatchObject(stopped);
    await expect(release(world)).rejects.toMatchObject(stopped);
    expect(world.requested).toHaveLength(3);
    expect(world.published).toMatchObject([
      { type: 'Removals Stopped', detail: { account, budget: 'organization', removalsPerHour: 2 } },
    ]);
    world.time = later(60);
    expect(await release(world)).toMatchObject({ bindings: 3 });
  });

  it('spends nothing of what the others have while it keeps the factory out', async () => {
    const world = await left();
    world.policy = { ...world.policy, guard: { ...world.policy.guard, removalsPerHour: 1 } };
    world.notReady = true;
    const release = () => world.run('account.release', {}, released);
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(release()).rejects.toMatchObject({ code: 'AccessWithheld' });
    world.notReady = false;
    expect(await release()).toEqual({ bindings: 1, access: 'kept' });
    expect(world.published).toEqual([]);
  });

  it('is never kept waiting once it is closed: no reconcile could go on there', async () => {
    const world = await left(viewOf({ [account]: inSandbox }, { closed: [account] }));
    world.policy = { ...world.policy, guard: { ...world.policy.guard, removalsPerHour: 0 } };
    expect(await world.run('account.release', {}, released)).toMatchObject({ bindings: 1, access: 'lost' });
  });

  it('is left alone where nothing of the factory is there, or it is in scope after all', async () => {
    const empty = new AccountWorld();
    empty.view = viewOf({ [account]: inSandbox });
    await empty.run('account.inspect', {}, ofAccount());
    await empty.run('account.requestRelease', {}, ofAccount());
    const back = await left(viewOf({ [account]: inWorkloads }));
    await back.run('account.requestRelease', {}, ofAccount());
    expect(await back.run('account.release', {}, released)).toEqual({ bindings: 0, access: 'kept' });
    expect([empty.requested, back.requested]).toEqual([[], []]);
  });

  it.each([
    ['that it cannot be entered', (world: AccountWorld) => void (world.notReady = true)],
    ['that every call is denied', (world: AccountWorld) => world.iam.failing.set('getRole', 'AccessDenied')],
  ])('is not given up at once because of %s, but after a while', async (_what, deny) => {
    const world = await left();
    deny(world);
    await expect(world.run('account.release', {}, released)).rejects.toMatchObject({ name: 'AccessWithheld' });
    expect([world.published, world.requested]).toEqual([[], []]);
    world.time = later(9);
    expect(await world.run('account.release', {}, released)).toEqual({ bindings: 1, access: 'lost' });
    await world.run('account.release', {}, released);
    expect(world.published).toEqual([
      {
        type: 'Account Access Lost',
        detail: {
          account,
          because: 'The account 444444444444 is in /Sandbox, which is no target.',
          left: [
            { role: 'web-deployer', identityProvider: 'entra-prod', audience: clientId, caller: 'own-application' },
          ],
        },
      },
    ]);
  });

  it('loses its caller where nobody can get in, and keeps what nobody can get at', async () => {
    const world = await left(viewOf({ [account]: inWorkloads }, { closed: [account] }));
    const unbound = await world.run('role.unbindTrust');
    expect(unbound).toMatchObject({
      unbound: 'yes',
      audience: null,
      retirement: { uniqueNames: [`aws-${account}-web-deployer`] },
    });
    expect(world.opened).toEqual([]);
    await world.run('role.announceRemoval');
    expect(world.record).toMatchObject({ state: 'unbound' });
  });

  it('closes a published binding, though its parameter is out of reach', async () => {
    const world = await left(viewOf({}));
    world.record = { ...bound, published: true, version: 1 };
    world.parameters.set(bindingParameter('web-deployer'), '{}');
    await world.run('role.unbindTrust');
    await world.run('role.announceRemoval');
    expect(world.record).toMatchObject({ state: 'unbound' });
  });

  it('never takes a denial for an end while the account is in scope', async () => {
    const world = await left(viewOf({ [account]: inWorkloads }));
    world.record = { ...bound, state: 'abandoned' };
    world.notReady = true;
    world.time = later(600);
    await expect(world.run('role.unbindTrust')).rejects.toMatchObject({ name: 'AccountNotReady' });
    expect(world.record).toMatchObject({ state: 'abandoned' });
  });

  it('says that it is retired where something was live, and why', async () => {
    const world = await left();
    await world.run('account.announceRetirement', { bindings: 0, access: 'kept' }, released);
    await world.run('account.announceRetirement', { bindings: 2, access: 'lost' }, released);
    expect(world.published).toMatchObject([
      { type: 'Account Retired', detail: { account, bindings: 2, access: 'lost' } },
    ]);
  });
});

describe('account.announce', () => {
  const announce = (world: AccountWorld) =>
    world.run('account.announce', { providers: 1, roles: 2 }, ofAccount({ trigger: 'account-vended' }));

  it('says once that an account is ready, and once more where it has been out of scope', async () => {
    const world = new AccountWorld();
    world.view = viewOf({ [account]: inWorkloads });
    await world.run('account.inspect', {}, ofAccount());
    await announce(world);
    await announce(world);
    expect(world.published).toHaveLength(1);
    expect(JSON.parse(world.parameters.get(readyParameter)!)).toEqual({
      readyAt: now,
      providers: [`arn:aws:iam::${account}:oidc-provider/${issuer.slice('https://'.length)}`],
    });
    world.view = viewOf({ [account]: inSandbox });
    await world.run('account.inspect', {}, ofAccount());
    await world.run('account.release', {}, ofAccount({ trigger: 'account-released' }));
    expect(world.parameters.has(readyParameter)).toBe(false);
    world.view = viewOf({ [account]: inWorkloads });
    await world.run('account.inspect', {}, ofAccount());
    await announce(world);
    expect(world.published).toHaveLength(2);
  });
});

describe('provider.heal', () => {
  const changed = (of = issuer) => ofAccount({ trigger: 'provider-changed', issuer: of });
  const heal = (world: AccountWorld, of?: string) => world.run('provider.heal', {}, changed(of));
  const withBinding = (): AccountWorld => {
    const world = new AccountWorld();
    world.record = bound;
    return world;
  };

  it('puts back what live bindings and the console need, and takes nothing away', async () => {
    const world = withBinding();
    world.iam.providers.set(issuer, new Set(['somebody-elses']));
    expect(await heal(world)).toEqual({ healed: 'yes' });
    expect(world.audiences).toEqual(['somebody-elses', placeholder, clientId]);
    expect(world.published).toMatchObject([
      { type: 'Provider Healed', detail: { wasMissing: false, audiences: [placeholderAudience, clientId] } },
    ]);
    expect(await heal(world)).toEqual({ healed: 'no' });
  });

  it('makes a provider anew that was deleted, with all that it needs', async () => {
    const world = withBinding();
    world.iam.providers.clear();
    expect(await heal(world)).toEqual({ healed: 'yes' });
    expect(world.iam.writes).toEqual([`create ${issuer}`]);
    expect(world.audiences).toEqual([placeholder, clientId]);
  });

  it.each(['gone', 'released', 'unbound', 'revoked', 'abandoned'] as const)(
    'gives back no audience of a binding that is %s',
    async (state) => {
      const world = withBinding();
      world.record = { ...bound, state };
      expect(await heal(world)).toEqual({ healed: 'no' });
    },
  );

  it.each([
    ['puts the thumbprint of its own provider back', [], ['626d44e704d1ceabe3bf0d53397464ac8080142c'], 'yes'],
    ["leaves somebody else's provider its thumbprints", [account], ['0000'], 'no'],
  ])('%s', async (_what, existingIn, thumbprints, healed) => {
    const world = withBinding();
    world.policy = { ...policy, identityProviders: policy.identityProviders.map((one) => ({ ...one, existingIn })) };
    world.iam.providers.set(issuer, new Set([placeholder, clientId]));
    world.iam.thumbprints.set(issuer, ['0000']);
    expect(await heal(world)).toEqual({ healed });
    expect(world.iam.thumbprints.get(issuer)).toEqual(thumbprints);
  });

  it.each<readonly [string, (world: AccountWorld) => unknown, string | undefined]>([
    ['is out of scope', (world) => world.run('account.inspect', {}, ofAccount()), undefined],
    [
      'waits for its baseline still',
      (world) => {
        world.table.accounts.set(account, { ...policy.accounts[account]!, bootstrap: { begunAt: now } });
      },
      undefined,
    ],
    ['has changed a provider of somebody else', () => undefined, 'https://oidc.eks.eu-west-1.amazonaws.com/id/X'],
  ])('leaves an account alone that %s', async (_what, prepare, of) => {
    const world = withBinding();
    world.view = viewOf({ [account]: inSandbox });
    await prepare(world);
    world.iam.providers.clear();
    expect(await heal(world, of)).toEqual({ healed: 'no' });
    expect([world.opened, world.iam.writes]).toEqual([[], []]);
  });
});

describe('organization.refresh', () => {
  const refresh = (world: AccountWorld) =>
    world.run('organization.refresh', {}, ofAccount({ trigger: 'organization-due' }));
  const asked = (world: AccountWorld) => world.requested.map(({ trigger, account: id }) => [trigger, id]);
  const both = { [account]: inWorkloads, '666666666666': inSandbox };

  it('keeps what it reads, asks for nothing where nothing has changed, and writes nothing twice', async () => {
    const world = new AccountWorld();
    world.view = viewOf(both);
    expect(await refresh(world)).toMatchObject({ read: 'yes' });
    expect(asked(world)).toEqual([]);
    expect(world.table.accounts.get(account)).toMatchObject({ organizationalUnit: '/Workloads', reading: { at: now } });
    world.time = later(24 * 60);
    expect(await refresh(world)).toEqual({ read: 'yes', changed: 0 });
    expect(world.table.accounts.get(account)?.reading?.at).toBe(now);
    world.time = later(8 * 24 * 60);
    await refresh(world);
    expect(world.table.accounts.get(account)?.reading?.at).toBe(world.time);
  });

  it.each<readonly [string, OrganizationView, readonly (readonly [string, string])[]]>([
    ['a new account in scope', viewOf({ ...both, [fresh]: 'ou-ab12-newteam0' }), [['account-vended', fresh]]],
    ['a new account out of scope', viewOf({ ...both, [fresh]: inSandbox }), []],
    ['an account that was moved out', viewOf({ ...both, [account]: inSandbox }), [['account-released', account]]],
    [
      'an account that was moved in',
      viewOf({ ...both, '666666666666': inWorkloads }),
      [['account-vended', '666666666666']],
    ],
    ['a closed account', viewOf(both, { closed: [account] }), [['account-released', account]]],
    ['an account that is gone', viewOf({ '666666666666': inSandbox }), [['account-released', account]]],
  ])('finds %s', async (_what, view, expected) => {
    const world = new AccountWorld();
    world.view = view;
    await refresh(world);
    expect(asked(world)).toEqual(expected);
  });

  it('leaves what other policies have put out of scope to the run and its guard, and lets go of it once nothing is live', async () => {
    const world = new AccountWorld();
    world.view = viewOf(both);
    await world.run('account.inspect', {}, ofAccount());
    world.table.bindings.set('web-deployer', bound);
    world.policy = { ...policy, targets: { ...policy.targets, organizationalUnits: [] } };
    await refresh(world);
    expect(asked(world)).toEqual([]);
    world.table.bindings.set('web-deployer', { ...bound, state: 'unbound' });
    await refresh(world);
    expect(asked(world)).toEqual([['account-released', account]]);
  });

  it('calls accounts as they are known, whatever name their administrators give them', async () => {
    const world = new AccountWorld();
    const view = viewOf({ ...both, [fresh]: inWorkloads });
    world.view = view;
    await refresh(world);
    const named = (id: string): ListedAccount => ({ id, name: 'payments-prod', isActive: true, isClosed: false });
    world.view = {
      ...view,
      listAccountsForParent: async (parent) => (await view.listAccountsForParent(parent)).map(({ id }) => named(id)),
      describeAccount: (id) => Promise.resolve(named(id)),
    };
    await refresh(world);
    await world.run('account.inspect', {}, ofAccount({ account: fresh }));
    await world.run('account.inspect', {}, ofAccount());
    expect(world.table.accounts.get(account)?.name).toBe('payments');
    expect(world.table.accounts.get(fresh)?.name).toBe(`account ${fresh}`);
  });

  it('does not write over what an event has had read during the walk', async () => {
    const world = new AccountWorld();
    const stale = viewOf(both);
    world.view = {
      ...stale,
      listAccountsForParent: async (parent) => {
        const listed = await stale.listAccountsForParent(parent);
        if (parent !== inWorkloads) return listed;
        const walk = world.view;
        world.time = later(1);
        world.view = viewOf({ ...both, [account]: inSandbox });
        await world.run('account.inspect', {}, ofAccount());
        world.view = walk;
        return listed;
      },
    };
    await refresh(world);
    expect(world.table.accounts.get(account)).toMatchObject({ organizationalUnit: '/Sandbox' });
    expect(asked(world)).toEqual([]);
  });

  it('does not take an account for gone that a listing lacks', async () => {
    const world = new AccountWorld();
    world.view = { ...viewOf(both), listAccountsForParent: () => Promise.resolve([]) };
    await refresh(world);
    expect(asked(world)).toEqual([]);
  });

  it('begins anew with an account that was to be made ready and is not', async () => {
    const world = new AccountWorld();
    world.view = viewOf(both);
    await world.run('account.inspect', {}, ofAccount());
    await refresh(world);
    world.time = later(21 * 60);
    await refresh(world);
    expect(asked(world)).toEqual([['account-vended', account]]);
  });

  it('goes by what it has read for 30 days where it is not let in any more, and then by the lock file', async () => {
    const world = new AccountWorld();
    world.view = viewOf({ ...both, [account]: inSandbox });
    await refresh(world);
    world.view = undefined;
    world.time = later(29 * 24 * 60);
    expect(await refresh(world)).toEqual({ read: 'no', changed: 0 });
    expect(world.published).toMatchObject([{ type: 'Organization Not Read', detail: { lastReadAt: now } }]);
    world.time = later(31 * 24 * 60);
    expect(await refresh(world)).toEqual({ read: 'no', changed: 2 });
    expect(world.table.accounts.get(account)?.reading).toBeUndefined();
  });

  it('says nothing where the hook was never deployed, and stops no reconcile where a call is denied', async () => {
    const world = new AccountWorld();
    expect(await refresh(world)).toEqual({ read: 'no', changed: 0 });
    world.view = {
      ...viewOf(both),
      listRoots: () => Promise.reject(new Failure('AccessDenied', 'ListRoots was told to fail.')),
    };
    expect(await refresh(world)).toEqual({ read: 'no', changed: 0 });
    expect(world.published).toEqual([]);
  });

  it('reads the tags of accounts in scope only, where a policy asks for them', async () => {
    const world = new AccountWorld();
    world.view = viewOf(both, { tags: { team: 'read' } });
    world.policy = {
      ...policy,
      policies: policy.policies.map((one) => ({ ...one, match: { except: { accountTags: { team: 'x' } } } })),
    };
    await refresh(world);
    expect(world.table.accounts.get(account)).toMatchObject({ tags: { team: 'read' } });
    expect(world.table.accounts.get('666666666666')).toMatchObject({ tags: {} });
  });
});
