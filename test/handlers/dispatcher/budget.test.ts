import type { Trigger } from '../../../federation/triggers';
import { createDispatcher, type Dispatched } from '../../../handlers/dispatcher/dispatcher';
import { LocalTable } from '../../../simulation/lambda/table';
import { account, asPort } from '../ports';
import { accountDue, ended, factoryAccount, iamEvent, lifecycle, managementAccount, request } from './messages';

interface Started {
  readonly trigger: Trigger;
  readonly execution: string;
  readonly input: unknown;
}

/** A dispatcher that lets three events of an account start workflows in an hour. */
const world = () => {
  const started: Started[] = [];
  const state = { now: '2026-11-23T10:05:00.000Z', routed: (_: Trigger): boolean => true, failing: false, spent: 0 };
  const port = asPort(new LocalTable());
  const table: typeof port = {
    ...port,
    spend: (request) => {
      state.spent += 1;
      return port.spend(request);
    },
  };
  const dispatch = async (body: string, received = 1): Promise<Dispatched> => {
    const heard: Dispatched[] = [];
    const answer = await createDispatcher(
      {
        table,
        workflows: {
          routes: (trigger) => state.routed(trigger),
          start: (trigger, execution, input) => {
            if (state.failing) return Promise.reject(new TypeError('crashed'));
            if (started.some((one) => one.execution === execution)) return Promise.resolve('exists');
            started.push({ trigger, execution, input });
            return Promise.resolve('started');
          },
          executionArn: (trigger, execution) => `${trigger}:${execution}`,
          stateOf: () => Promise.resolve('running'),
        },
        clock: { now: () => new Date(state.now) },
        managementAccount,
        factoryAccount,
        eventsPerHour: 3,
      },
      (_, dispatched) => heard.push(dispatched),
    )({ Records: [{ messageId: 'm', body, attributes: { ApproximateReceiveCount: String(received) } }] });
    expect(answer.batchItemFailures).toHaveLength(['held', 'failed', 'unreadable'].includes(heard[0]!) ? 1 : 0);
    return heard[0]!;
  };
  /** As many events, each of a role of its own. */
  const flood = async (from: number, to: number, of?: string): Promise<readonly Dispatched[]> => {
    const answers: Dispatched[] = [];
    for (let n = from; n <= to; n += 1) answers.push(await dispatch(event(n, of)));
    return answers;
  };
  const executions = (): readonly string[] => started.map(({ execution }) => execution);
  return { started, state, dispatch, flood, executions };
};

const event = (n: number, of?: string): string =>
  iamEvent({ eventID: `event-${n}`, requestParameters: { roleName: `role-${n}` } }, of);

const reconcile = `over-budget-${account}-2026-11-23T10-1`;

describe('the budget of an account', () => {
  it('lets its events through, and has one reconcile take the place of the rest', async () => {
    const { flood, executions, started } = world();
    expect(await flood(1, 20)).toEqual([
      ...Array.from({ length: 3 }, () => 'started'),
      ...Array.from({ length: 17 }, () => 'over-budget'),
    ]);
    expect(executions()).toEqual(['event-1-1', 'event-2-1', 'event-3-1', reconcile]);
    expect(started.at(-1)).toMatchObject({
      trigger: 'account-due',
      input: { event: { trigger: 'account-due', account, time: '2026-11-23T10:05:00.000Z' } },
    });
  });

  it('is its own, and another one every hour', async () => {
    const { dispatch, flood, state, started } = world();
    await flood(1, 5);
    await dispatch(ended(reconcile, started.at(-1)!.input));
    expect(await flood(6, 6, '555555555555')).toEqual(['started']);
    state.now = '2026-11-23T11:00:00.000Z';
    expect(await flood(7, 10)).toEqual(['started', 'started', 'started', 'over-budget']);
  });

  it.each([
    ['what the factory asks itself for', request()],
    ['a reconcile', accountDue()],
    ['a lifecycle event', lifecycle()],
    ['what is not for the factory', iamEvent({ eventName: 'CreateUser', requestParameters: { userName: 'x' } })],
  ])('is not spent on %s', async (_what, body) => {
    const { dispatch, state } = world();
    await dispatch(body);
    expect(state.spent).toBe(0);
  });

  it('is not spent on what no workflow is for', async () => {
    const { dispatch, state } = world();
    state.routed = (trigger) => trigger === 'account-due';
    expect(await dispatch(event(1))).toBe('ignored');
    expect(state.spent).toBe(0);
  });

  it('is spent on what cannot be read too, so that it cannot fill the queue, and once on each', async () => {
    const { dispatch, executions } = world();
    const odd = iamEvent({ requestParameters: { roleName: 'no role' } });
    const answers: Dispatched[] = [];
    for (let n = 1; n <= 5; n += 1) answers.push(await dispatch(odd));
    expect(answers).toEqual(['unreadable', 'unreadable', 'unreadable', 'over-budget', 'over-budget']);
    expect(await dispatch(odd, 2)).toBe('unreadable');
    expect(executions()).toEqual([reconcile]);
  });

  it('is spent once on an event that waits for its lock', async () => {
    const { dispatch, flood } = world();
    await flood(1, 1);
    const waiting = iamEvent({ eventID: 'event-9', requestParameters: { roleName: 'role-1' } });
    expect(await dispatch(waiting)).toBe('held');
    for (let received = 2; received < 9; received += 1) expect(await dispatch(waiting, received)).toBe('held');
    expect(await flood(2, 3)).toEqual(['started', 'over-budget']);
  });

  it('does not hold where no workflow would see what is beyond it', async () => {
    const { flood, state } = world();
    state.routed = (trigger) => trigger !== 'account-due';
    expect(new Set(await flood(1, 9))).toEqual(new Set(['started']));
  });
});

describe('the reconcile of an account that is over its budget', () => {
  it('waits for one that is running, as every other one does, and is asked for again', async () => {
    const { dispatch, flood, executions, started } = world();
    await dispatch(accountDue());
    expect(await flood(1, 6)).toEqual(['started', 'started', 'started', 'held', 'held', 'over-budget']);
    await dispatch(ended('due-1-1', started[0]!.input));
    expect(await flood(7, 8)).toEqual(['over-budget', 'over-budget']);
    await flood(9, 11);
    expect(executions().filter((execution) => execution === reconcile)).toHaveLength(1);
  });

  it('is made good by a later event where it could not be started, and that event is not lost', async () => {
    const { dispatch, flood, state, executions } = world();
    await flood(1, 3);
    state.failing = true;
    expect(await dispatch(event(4))).toBe('failed');
    state.failing = false;
    expect(await dispatch(event(4), 2)).toBe('started');
    expect(await dispatch(event(5))).toBe('over-budget');
    expect(executions().slice(-2)).toEqual(['event-4-1', reconcile]);
  });

  it('is not started again when it has ended', async () => {
    const { dispatch, flood, executions, started } = world();
    await flood(1, 4);
    await dispatch(ended(reconcile, started.at(-1)!.input));
    expect(new Set(await flood(5, 40))).toEqual(new Set(['over-budget']));
    expect(executions()).toHaveLength(4);
  });
});
