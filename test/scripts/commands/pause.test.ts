import path from 'node:path';
import { Failure } from '../../../federation/failures';
import type { PauseStore, StoredPauses } from '../../../federation/pause-store';
import { pause, resume, type PauseOptions, type PausePorts } from '../../../scripts/commands/pause';
import { recordingTerminal, root } from '../support';

const arn = 'arn:aws:sts::222222222222:assumed-role/ops/ada';
const now = '2027-01-04T08:00:00.000Z';

/** The parameter, with the versions that it had; `meanwhile` writes before the next write is done. */
class MemoryStore implements PauseStore {
  readonly versions: string[] = [];
  meanwhile: (() => void)[] = [];
  account = '222222222222';

  identity() {
    return Promise.resolve({ account: this.account, arn });
  }
  read(version = this.versions.length): Promise<StoredPauses | undefined> {
    const value = this.versions[version - 1];
    return Promise.resolve(value === undefined ? undefined : { value, version });
  }
  write(value: string, isFirst: boolean): Promise<number | 'exists'> {
    this.meanwhile.shift()?.();
    if (isFirst && this.versions.length > 0) return Promise.resolve('exists');
    return Promise.resolve(this.versions.push(value));
  }
  get pauses(): readonly { readonly scope: string; readonly reason: string }[] {
    const list = JSON.parse(this.versions.at(-1) ?? '{"pauses":[]}') as { readonly pauses: [] };
    return list.pauses;
  }
  get scopes(): readonly string[] {
    return this.pauses.map(({ scope }) => scope);
  }
}

const portsOf = (store: PauseStore): PausePorts => ({
  connect: (region) => {
    expect(region).toBe('eu-west-1');
    return Promise.resolve(store);
  },
  now: () => new Date(now),
});
const usual = { config: path.join(root, 'config'), output: 'text' as const };

const paused = async (store: PauseStore, options: Partial<PauseOptions> = {}) => {
  const terminal = recordingTerminal();
  const words = { ...usual, list: false, ...(options.list !== true && { reason: 'a migration' }), ...options };
  return { code: await pause(words, portsOf(store), terminal), ...terminal.said() };
};
const resumed = async (store: PauseStore, options: Partial<PauseOptions> = {}) => {
  const terminal = recordingTerminal();
  return { code: await resume({ ...usual, ...options }, portsOf(store), terminal), ...terminal.said() };
};

describe('pause', () => {
  it.each<readonly [Partial<PauseOptions>, string]>([
    [{}, 'everything'],
    [{ account: 'payments-us' }, 'account:444444444444'],
    [{ account: '444444444444' }, 'account:444444444444'],
    [{ account: 'Payments-US' }, 'account:444444444444'],
    [{ organizationalUnit: '/Workloads' }, 'organizational-unit:ou-ab12-workload'],
    [{ organizationalUnit: 'ou-ab12-workload' }, 'organizational-unit:ou-ab12-workload'],
    [{ policy: 'workloads-prod' }, 'policy:workloads-prod'],
  ])('writes down what is meant by %j', async (options, scope) => {
    const store = new MemoryStore();
    const { code, out } = await paused(store, options);
    expect(code).toBe(0);
    expect(store.pauses).toEqual([{ scope, reason: 'a migration', by: arn, since: now }]);
    expect(out).toContain('paused: ');
    expect(out).toContain(`since ${now}, by ${arn}: a migration`);
  });

  it.each<readonly [Partial<PauseOptions>, string]>([
    [{ account: 'payment-us' }, 'Did you mean `payments-us`?'],
    [{ account: '999999999999' }, 'The lock file has no account `999999999999`.'],
    [{ organizationalUnit: '/Workload' }, 'Did you mean `/Workloads`?'],
    [{ policy: 'workload-prod' }, 'Did you mean `workloads-prod`?'],
    [{ policy: 'workloads-prod', account: 'payments-us' }, 'or none of them for everything'],
    [{ reason: '' }, 'Say why with `--reason`'],
    [{ reason: 'a\nb' }, 'Say why with `--reason`'],
    [{ reason: 'see {{x}}' }, 'Say why with `--reason`'],
    [{ list: true, policy: 'workloads-prod' }, '`--list` stands alone'],
  ])('writes nothing for %j', async (options, why) => {
    const store = new MemoryStore();
    const { code, err } = await paused(store, options);
    expect([code, store.versions]).toEqual([1, []]);
    expect(err).toContain(why);
  });

  it('writes nothing into another account', async () => {
    const store = new MemoryStore();
    store.account = '444444444444';
    await expect(paused(store)).rejects.toMatchObject({ code: 'FactoryRefused' });
    const { code, out } = await paused(store, { output: 'json' });
    expect([code, store.versions]).toEqual([1, []]);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'FactoryRefused' } });
  });

  it('says anew why, and nothing where all is said', async () => {
    const store = new MemoryStore();
    await paused(store);
    await paused(store, { reason: 'it goes on' });
    expect(store.pauses).toMatchObject([{ reason: 'it goes on', since: now }]);
    expect((await paused(store, { reason: 'it goes on' })).out).toContain('unchanged: everything');
    expect(store.versions).toHaveLength(2);
  });

  it.each([1, 2])('loses nothing that somebody else writes at the same moment, %s at a time', async (others) => {
    const store = new MemoryStore();
    await paused(store, { policy: 'workloads-prod' });
    store.meanwhile = Array.from({ length: others }, (_, index) => () => {
      const scope = `account:${String(index).padStart(12, '0')}`;
      store.versions.push(JSON.stringify({ pauses: [...store.pauses, { scope, reason: 'r', by: 'b', since: now }] }));
    });
    await paused(store, { organizationalUnit: '/Workloads' });
    expect(store.scopes).toEqual(
      expect.arrayContaining(['policy:workloads-prod', 'organizational-unit:ou-ab12-workload']),
    );
    for (let index = 0; index < others; index += 1)
      expect(store.scopes).toContain(`account:${String(index).padStart(12, '0')}`);
  });

  it('loses no first one either', async () => {
    const store = new MemoryStore();
    const theirs = { scope: 'account:000000000000', reason: 'r', by: 'b', since: now };
    store.meanwhile = [() => void store.versions.push(JSON.stringify({ pauses: [theirs] }))];
    await paused(store);
    expect(store.scopes).toEqual(['account:000000000000', 'everything']);
  });

  it('gives up where others keep writing', async () => {
    const store = new MemoryStore();
    await paused(store);
    let count = 0;
    const write = () => {
      const theirs = { scope: 'everything', reason: String((count += 1)), by: 'b', since: now };
      store.versions.push(JSON.stringify({ pauses: [theirs] }));
    };
    store.meanwhile = Array.from({ length: 9 }, () => write);
    await expect(paused(store, { policy: 'workloads-prod' })).rejects.toMatchObject({ code: 'FactoryUnreachable' });
  });

  it('writes no more than a parameter holds', async () => {
    const store = new MemoryStore();
    const pauses = Array.from({ length: 20 }, (_, index) => ({
      scope: `policy:p${index}`,
      reason: 'r'.repeat(200),
      by: 'b',
      since: now,
    }));
    store.versions.push(JSON.stringify({ pauses }));
    const { code, err } = await paused(store);
    expect([code, store.versions.length]).toEqual([1, 1]);
    expect(err).toContain('too-many-pauses');
  });

  it('lists what is paused, by the names of today', async () => {
    const store = new MemoryStore();
    expect((await paused(store, { list: true })).out).toBe('Nothing is paused.');
    await paused(store, { account: 'payments-us', reason: 'tidy\u202eup' });
    const { out } = await paused(store, { list: true });
    expect(out).toContain('account payments-us (444444444444), since');
    expect(out).not.toContain('\u202e');
    const json = JSON.parse((await paused(store, { list: true, output: 'json' })).out) as object;
    expect(json).toMatchObject({ result: 'listed', pauses: [{ scope: 'account:444444444444' }] });
  });

  it('tells that everything is paused where the parameter cannot be read', async () => {
    const store = new MemoryStore();
    store.versions.push('paused');
    expect((await paused(store, { list: true })).out).toContain('does not hold a list of pauses');
    expect((await resumed(store)).out).toContain('Nothing is paused.');
    expect(store.scopes).toEqual([]);
  });
});

describe('resume', () => {
  it('ends that one pause, and tells of the others', async () => {
    const store = new MemoryStore();
    await paused(store);
    await paused(store, { policy: 'workloads-prod' });
    const { code, out } = await resumed(store, { policy: 'workloads-prod' });
    expect([code, store.scopes]).toEqual([0, ['everything']]);
    expect(out).toContain('resumed: policy workloads-prod. The nightly reconcile does what was left.');
    expect(out).toContain('Paused now:\n  everything');
  });

  it('does nothing where nothing is paused', async () => {
    const store = new MemoryStore();
    const { code, out } = await resumed(store, { account: 'payments-us' });
    expect([code, store.versions]).toEqual([0, []]);
    expect(out).toBe('unchanged: account payments-us (444444444444) is as it was.\nNothing is paused.');
  });

  it('tells what AWS refuses', async () => {
    const store = new MemoryStore();
    store.read = () => Promise.reject(new Failure('FactoryRefused', 'AWS refuses it.'));
    await expect(resumed(store)).rejects.toMatchObject({ code: 'FactoryRefused' });
  });
});
