import path from 'node:path';
import type { ExecutionState } from '../../../federation/executions';
import { Failure } from '../../../federation/failures';
import { reconcile, type ReconcileOptions } from '../../../scripts/commands/reconcile';
import { recordingTerminal, root } from '../support';

const ended = (steps: Readonly<Record<string, object>>): ExecutionState => ({
  status: 'SUCCEEDED',
  output: { steps: Object.fromEntries(Object.entries(steps).map(([id, outputs]) => [id, { outputs }])) },
});
const unchanged = ended({ list: { count: 3 }, guard: { verdict: 'nothing' } });

const play = async (
  typed: Partial<ReconcileOptions> = {},
  states: readonly (ExecutionState | Failure)[] = [unchanged],
) => {
  const started: unknown[] = [];
  const left = [...states];
  const terminal = recordingTerminal();
  const code = await reconcile(
    { config: path.join(root, 'config'), output: 'text', wait: true, ...typed },
    {
      connect: () =>
        Promise.resolve({
          start: (...call) => {
            started.push(call);
            return Promise.resolve('arn:execution');
          },
          describe: () => {
            const state = left.length > 1 ? left.shift()! : left[0]!;
            return state instanceof Failure ? Promise.reject(state) : Promise.resolve(state);
          },
        }),
      pause: () => Promise.resolve(),
      now: () => new Date('2026-11-23T10:00:00Z'),
      newId: () => '1',
    },
    terminal,
  );
  return { code, started, ...terminal.said() };
};

describe('reconcile', () => {
  it('starts the workflow for all accounts, and waits for its end', async () => {
    const { code, started, out } = await play({}, [{ status: 'RUNNING' }, unchanged]);
    expect(code).toBe(0);
    expect(started).toEqual([
      [
        'arn:aws:states:eu-west-1:222222222222:stateMachine:oidc-factory-reconcile-organization',
        'reconcile-1',
        {
          event: {
            trigger: 'organization-due',
            account: '222222222222',
            cause: 'operator',
            id: 'reconcile-1',
            time: '2026-11-23T10:00:00.000Z',
          },
        },
      ],
    ]);
    expect(out).toBe('done: 3 accounts were read, and nothing was to be done.');
  });

  it('starts that of one account by its name', async () => {
    const { started, out } = await play({ account: 'payments-us' }, [ended({ reconcile: { requests: 2 } })]);
    expect(started).toMatchObject([
      [
        expect.stringContaining('oidc-factory-reconcile-account'),
        'reconcile-1',
        { event: { trigger: 'account-due', account: '444444444444' } },
      ],
    ]);
    expect(out).toContain('2 workflows of roles were asked for');
  });

  it.each<[string, Parameters<typeof play>, number, RegExp]>([
    ['an account that nobody knows', [{ account: 'nobody' }], 1, /no account `nobody`/],
    ['a run that failed', [{}, [{ status: 'FAILED', error: 'Locked', cause: 'busy' }]], 1, /FAILED \(Locked: busy\)/],
    ['a run that still waits', [{}, [{ status: 'RUNNING' }]], 0, /may wait for `oidc-factory confirm`/],
    ['nobody waiting', [{ wait: false }], 0, /the workflow works/],
    [
      'an end that cannot be seen',
      [{}, [new Failure('FactoryUnreachable', 'Gone.')]],
      1,
      /goes on without this command/,
    ],
    [
      'accounts that failed',
      [{}, [ended({ list: { count: 3 }, guard: { verdict: 'go' }, report: { failed: 1 } })]],
      0,
      /In 1 account something failed/,
    ],
  ])('says so of %s', async (_what, given, code, said) => {
    const ran = await play(...given);
    expect(ran.code).toBe(code);
    expect(`${ran.out}${ran.err}`).toMatch(said);
  });

  it('answers a machine in JSON alone', async () => {
    const { out } = await play({ output: 'json' });
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [], execution: 'arn:execution', result: 'done' });
  });
});
