import path from 'node:path';
import type { ExecutionState } from '../../../federation/executions';
import { Failure } from '../../../federation/failures';
import { canonicalHash } from '../../../handlers/canonical-hash';
import { apply } from '../../../scripts/commands/apply';
import { readProject } from '../../../scripts/project';
import { recordingTerminal, root } from '../support';

const config = path.join(root, 'config');
const execution = 'arn:aws:states:eu-west-1:222222222222:execution:oidc-factory-reconcile-organization:apply-1';
const account = '444444444444';
const action = { kind: 'bind', effect: 'create', because: ['x'], before: [], after: [], widens: true };
const succeeded: ExecutionState = { status: 'SUCCEEDED', output: {} };

const planOf = async (changes: object = {}) => {
  const { project } = await readProject(config);
  const contents = {
    plan: 'oidc-factory/v1',
    policyHash: project!.policyHash,
    inventory: '0'.repeat(64),
    accounts: [{ account, actions: [action] }],
    ...changes,
  };
  return { ...contents, hash: canonicalHash(contents) };
};

interface Played {
  /** What the file holds; a plan that fits unless given. */
  readonly file?: unknown;
  readonly output?: 'text' | 'json';
  readonly wait?: boolean;
  readonly state?: ExecutionState;
  readonly result?: unknown;
  readonly refuse?: Failure;
}

const play = async ({ file, output = 'text', wait = true, state = succeeded, result, refuse }: Played = {}) => {
  const plan = file ?? (await planOf());
  const objects = new Map<string, string>();
  const started: unknown[] = [];
  const terminal = recordingTerminal();
  const code = await apply(
    { config, output, wait, plan: 'plan.json' },
    {
      read: () => (plan instanceof Error ? Promise.reject(plan) : Promise.resolve(JSON.stringify(plan))),
      connect: () =>
        Promise.resolve({
          bucket: {
            read: (key) => Promise.resolve(key === 'runs/reports/apply-1/result.json' ? JSON.stringify(result) : ''),
            write: (key, text) => Promise.resolve(void objects.set(key, text)),
          },
          executions: {
            start: (...call) => {
              if (refuse !== undefined) return Promise.reject(refuse);
              started.push(call);
              return Promise.resolve(execution);
            },
            describe: () => Promise.resolve(state),
          },
        }),
      pause: () => Promise.resolve(),
      now: () => new Date('2026-11-23T10:00:00Z'),
      newId: () => '1',
    },
    terminal,
  );
  return { code, started, objects, plan, ...terminal.said() };
};

it('puts the plan under its hash into the bucket, and starts a reconcile that names it', async () => {
  const plan = await planOf();
  const { code, out, started, objects } = await play({ result: { reconciled: 1, changed: 1, failed: [] } });
  expect(JSON.parse(objects.get(`runs/approved/${plan.hash}.json`)!)).toEqual(plan);
  expect(started).toEqual([
    [
      'arn:aws:states:eu-west-1:222222222222:stateMachine:oidc-factory-reconcile-organization',
      'apply-1',
      {
        event: {
          trigger: 'organization-due',
          account: '222222222222',
          cause: 'operator',
          approval: plan.hash,
          id: 'apply-1',
          time: '2026-11-23T10:00:00.000Z',
        },
      },
    ],
  ]);
  expect([code, out]).toEqual([0, 'applied: in 1 account what was approved has been asked for.']);
});

it('names every account in which reality has moved, and ends with 1', async () => {
  const failed = [{ account, error: 'PlanOutdated', what: 'Something \u001b[2Jelse.' }];
  const { code, err } = await play({ result: { reconciled: 0, changed: 0, failed } });
  expect(code).toBe(1);
  expect(err).toContain(`not applied  ${account}  PlanOutdated  Something U+001B[2Jelse.`);
  expect(err).toContain('In 1 account the plan was not carried out');
});

it.each([
  ['is none', { plan: 'oidc-factory/v1' }, 'is no plan, or was changed'],
  ['cannot be read', Object.assign(new Error('no'), { code: 'ENOENT' }), 'cannot be read (ENOENT)'],
])('starts nothing for a file that %s', async (_, file, said) => {
  const { code, err, started, objects } = await play({ file });
  expect([code, started, objects.size]).toEqual([1, [], 0]);
  expect(err).toContain(said);
});

it('starts nothing for a plan that was changed since it was written', async () => {
  const plan = await planOf();
  const { code, err, started } = await play({ file: { ...plan, accounts: [] } });
  expect([code, started]).toEqual([1, []]);
  expect(err).toContain('was changed since');
});

it('starts nothing for a plan that was made by another configuration', async () => {
  const { code, err, started } = await play({ file: await planOf({ policyHash: 'f'.repeat(64) }) });
  expect([code, started]).toEqual([1, []]);
  expect(err).toContain('The configuration is another one');
});

it('has nothing to do for an empty plan', async () => {
  const { code, out, started } = await play({ file: await planOf({ accounts: [] }) });
  expect([code, started, out]).toEqual([0, [], 'applied: the plan has nothing to do.']);
});

it('says in JSON what the factory refuses', async () => {
  const refuse = new Failure('FactoryRefused', 'Step Functions refuses.');
  const { code, out } = await play({ refuse, output: 'json' });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ diagnostics: [], error: { code: 'FactoryRefused' } });
});

it.each([
  ['does not wait unless asked to', { wait: false }, 0, 'started: the workflow works'],
  ['does not wait for ever', { state: { status: 'RUNNING' } as const }, 0, 'running: the workflow still runs'],
  [
    'says how a workflow failed',
    { state: { status: 'FAILED', error: 'PlanOutdated', cause: 'Other policies.' } as const },
    1,
    'FAILED (PlanOutdated: Other policies.)',
  ],
])('%s', async (_, played, code, said) => {
  const told = await play(played);
  expect(told.code).toBe(code);
  expect(`${told.out}\n${told.err}`).toContain(said);
});
