import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, type FailureCode } from '../../../federation/failures';
import type { ObservedRole } from '../../../federation/observed';
import type { BindingRecord } from '../../../federation/records';
import type { ObservedApplication } from '../../../schemas/generated/events/directory-observation.types';
import { inventory, type InventoryOptions } from '../../../scripts/commands/inventory';
import { readAccounts, type InventorySources } from '../../../scripts/inventory';
import { edit, recordingTerminal, withSample } from '../support';

const start = new Date('2027-01-05T02:00:00.000Z');
/** Those of the sample that are in scope. */
const inScope = ['444444444444', '555555555555', '666666666666'];

const roleIn = (account: string): ObservedRole => ({
  arn: `arn:aws:iam::${account}:role/web`,
  name: 'web',
  path: '/',
  roleId: `AROA${account}`,
  trustPolicy: '{}',
  maxSessionDurationSeconds: 3600,
  tags: {},
});

const application = (uniqueName: string): ObservedApplication => ({
  identityProvider: 'entra-prod',
  uniqueName,
  clientId: 'a0000000-0000-4000-8000-000000000001',
  isOurs: true,
  isSound: true,
});

const record = (account: string): BindingRecord => ({
  account,
  roleName: 'web',
  policy: 'workloads-prod',
  identityProvider: 'entra-prod',
  issuer: 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/',
  caller: 'shared',
  uniqueName: 'aws-shared-ci',
  onDelete: 'retire',
  clientIds: [],
  audiences: [],
  state: 'bound',
  version: 1,
  updatedAt: '2027-01-04T02:00:00.000Z',
});

class World {
  readonly refusing = new Map<string, FailureCode>();
  readonly read: string[] = [];
  readonly asked: string[] = [];
  readonly controller = new AbortController();
  interruptAt: string | undefined;
  isDeployed = true;
  now = start;

  readonly sources: InventorySources = {
    reader: {
      read: (account) => {
        this.read.push(account);
        if (account === this.interruptAt) this.controller.abort();
        const code = this.refusing.get(account);
        if (code !== undefined) return Promise.reject(new Failure(code, `The account ${account} refuses.`));
        return Promise.resolve({ roles: [roleIn(account)], providers: [] });
      },
    },
    callers: () => {
      this.asked.push('callers');
      return Promise.resolve(
        ['aws-444444444444-web', 'aws-555555555555', 'aws-shared-ci', 'aws-999999999999-x'].map(application),
      );
    },
    records: () => {
      this.asked.push('records');
      if (!this.isDeployed) return Promise.resolve(undefined);
      const of = (account: string) =>
        Promise.resolve({ bindings: account === '555555555555' ? [record(account)] : [], sightings: [] });
      return Promise.resolve({ accounts: [], of });
    },
  };

  async run(folder: string, change: Partial<InventoryOptions> = {}) {
    const terminal = recordingTerminal();
    const options: InventoryOptions = {
      config: path.join(folder, 'config'),
      out: path.join(folder, 'inventory.jsonl'),
      role: 'audit',
      account: [],
      concurrency: 1,
      maxAge: 24 * 3_600_000,
      allowMissing: false,
      directory: true,
      bindings: true,
      factoryTable: 'oidc-factory',
      output: 'text',
      ...change,
    };
    const ports = {
      open: () => Promise.resolve(this.sources),
      now: () => this.now,
      pause: () => Promise.resolve(),
      signal: this.controller.signal,
    };
    const code = await inventory(options, ports, terminal);
    return { code, ...terminal.said() };
  }
}

const text = (folder: string, name = 'inventory.jsonl'): Promise<string | undefined> =>
  readFile(path.join(folder, name), 'utf8').catch(() => undefined);

const accountsIn = async (folder: string) => {
  const accounts = [];
  for await (const batch of readAccounts(path.join(folder, 'inventory.jsonl')))
    for (const read of batch) if ('account' in read) accounts.push(read.account);
  return accounts;
};

describe('inventory', () => {
  it('has every account in scope, with its callers and what the table keeps', () =>
    withSample(async (folder) => {
      const world = new World();
      const { code, out } = await world.run(folder);
      const accounts = await accountsIn(folder);
      expect([code, accounts.map(({ account }) => account.id)]).toEqual([0, inScope]);
      expect(accounts.map(({ callers }) => callers.map(({ uniqueName }) => uniqueName))).toEqual([
        ['aws-444444444444-web'],
        ['aws-555555555555', 'aws-shared-ci'],
        [],
      ]);
      expect(accounts.map(({ bindings }) => bindings.length)).toEqual([0, 1, 0]);
      expect(world.asked).toEqual(['callers', 'records']);
      expect(out).toContain('3 accounts, 3 roles');
      expect(await text(folder, 'inventory.jsonl.partial')).toBeUndefined();
    }));

  it('says what it leaves out', () =>
    withSample(async (folder) => {
      const world = new World();
      expect((await world.run(folder, { directory: false, bindings: false })).err).toMatch(/callers.*\n.*bindings/);
      expect(world.asked).toEqual([]);
      world.isDeployed = false;
      expect((await world.run(folder)).err).toContain('the factory is not deployed');
      expect((await accountsIn(folder)).flatMap(({ bindings }) => bindings)).toEqual([]);
    }));

  it.each([
    ['id', ['555555555555'], ['555555555555']],
    ['name, whatever its case', ['Payments-US', '555555555555'], ['444444444444', '555555555555']],
  ])('has only the accounts that are named, by %s', (_what, account, expected) =>
    withSample(async (folder) => {
      const world = new World();
      await world.run(folder, { account });
      expect(world.read.toSorted()).toEqual(expected);
    }),
  );

  it.each([
    ['that nobody knows', 'nobody', /Nobody knows/],
    ['out of scope', '333333333333', /excluded/],
  ])('reads nothing where an account is named %s', (_what, account, message) =>
    withSample(async (folder) => {
      const world = new World();
      const { code, err } = await world.run(folder, { account: [account] });
      expect([code, world.read, await text(folder)]).toEqual([1, [], undefined]);
      expect(err).toMatch(message);
    }),
  );

  it('keeps what it has read where an account refuses, and reads the rest the next time', () =>
    withSample(async (folder) => {
      const world = new World();
      world.refusing.set('555555555555', 'AccountNotReady');
      const { code, err } = await world.run(folder);
      expect([code, await text(folder)]).toEqual([1, undefined]);
      expect(err).toMatch(/not read.*555555555555.*AccountNotReady.*refuses/);
      world.refusing.clear();
      world.read.length = 0;
      expect((await world.run(folder)).code).toBe(0);
      expect(world.read).toEqual(['555555555555']);
      expect((await accountsIn(folder)).map(({ account }) => account.id)).toEqual(inScope);
    }));

  it('writes the inventory without an account that refuses where that is allowed', () =>
    withSample(async (folder) => {
      const world = new World();
      world.refusing.set('555555555555', 'AccessDenied');
      const { code, out, err } = await world.run(folder, { allowMissing: true });
      expect([code, (await accountsIn(folder)).length]).toEqual([0, 2]);
      expect(out).toContain('without 1');
      expect(err).toContain('AccessDenied');
    }));

  it('goes on from where it was interrupted', () =>
    withSample(async (folder) => {
      const world = new World();
      world.interruptAt = '555555555555';
      const { code, err } = await world.run(folder);
      expect([code, world.read, await text(folder)]).toEqual([1, ['444444444444', '555555555555'], undefined]);
      expect(err).toMatch(/interrupted.*1 of 3 accounts.*Run the command again/);
      const next = new World();
      const second = await next.run(folder);
      expect([second.code, next.read]).toEqual([0, ['555555555555', '666666666666']]);
      expect(second.err).toMatch(/Going on.*1 account/);
    }));

  const partial = async (folder: string, change: (lines: readonly string[]) => string): Promise<void> => {
    const world = new World();
    world.refusing.set('666666666666', 'AccessDenied');
    await world.run(folder);
    const file = path.join(folder, 'inventory.jsonl.partial');
    await writeFile(file, change((await readFile(file, 'utf8')).split('\n')));
  };

  it.each<[string, (lines: readonly string[]) => string, readonly string[]]>([
    ['a line that is broken off', (lines) => lines.join('\n').slice(0, -20), ['555555555555', '666666666666']],
    ['a line without its end', (lines) => lines.join('\n').slice(0, -1), ['555555555555', '666666666666']],
    [
      'a line that is no account',
      ([head, , second]) => [head, '{"a":1}', second, ''].join('\n'),
      ['444444444444', '666666666666'],
    ],
    ['a file that is none', () => 'something\n', inScope],
    ['an empty file', () => '', inScope],
  ])('reads anew what %s had', (_what, change, expected) =>
    withSample(async (folder) => {
      await partial(folder, change);
      const world = new World();
      expect((await world.run(folder)).code).toBe(0);
      expect(world.read).toEqual(expected);
    }),
  );

  it.each<[string, (world: World) => Partial<InventoryOptions>]>([
    ['is too old', (world) => ((world.now = new Date(start.getTime() + 25 * 3_600_000)), {})],
    ['was read without the callers', () => ({ directory: false })],
  ])('reads anew what %s', (_what, change) =>
    withSample(async (folder) => {
      await partial(folder, (lines) => lines.join('\n'));
      const world = new World();
      expect((await world.run(folder, change(world))).code).toBe(0);
      expect(world.read).toEqual(inScope);
    }),
  );

  it('is the same to the byte, however many are read at once', () =>
    withSample(async (folder) => {
      await new World().run(folder);
      const one = await text(folder);
      await new World().run(folder, { concurrency: 64 });
      expect(await text(folder)).toBe(one);
    }));

  it('ends where the credentials are refused, and writes nothing', () =>
    withSample(async (folder) => {
      const world = new World();
      for (const id of inScope) world.refusing.set(id, 'AccountsRefused');
      const { code, err } = await world.run(folder);
      expect([code, world.read.length, await text(folder)]).toEqual([1, 1, undefined]);
      expect(err).toContain('AccountsRefused');
    }));

  it('answers for machines', () =>
    withSample(async (folder) => {
      const world = new World();
      world.refusing.set('555555555555', 'AccessDenied');
      const { out } = await world.run(folder, { output: 'json' });
      expect(JSON.parse(out)).toMatchObject({
        accounts: 2,
        roles: 2,
        kept: expect.stringContaining('.partial') as string,
        notRead: [{ account: { id: '555555555555' }, code: 'AccessDenied' }],
        error: { code: 'accounts-not-read' },
      });
    }));

  it('reads nothing where the configuration is wrong', () =>
    withSample(async (folder) => {
      await edit(folder, 'config/organization.yaml', 'o-a1b2c3d4e5', 'nonsense');
      const world = new World();
      expect([(await world.run(folder)).code, world.read]).toEqual([1, []]);
    }));
});
