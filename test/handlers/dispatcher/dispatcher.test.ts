import type { Trigger } from '../../../federation/triggers';
import { createDispatcher, type Dispatched } from '../../../handlers/dispatcher/dispatcher';
import { LocalTable } from '../../../simulation/lambda/table';
import { account, asPort } from '../ports';

const managementAccount = '111111111111';
const factoryAccount = '222222222222';

interface Started {
  readonly trigger: Trigger;
  readonly execution: string;
  readonly input: unknown;
}

/** A dispatcher, and workflows that remember the names of executions as Step Functions does. */
const world = () => {
  const table = new LocalTable();
  const started: Started[] = [];
  const state = { now: '2026-11-23T10:00:00.000Z', crash: false, routed: true, asked: true };
  const port = asPort(table);
  const dispatch = async (...bodies: readonly string[]) => {
    const heard: Dispatched[] = [];
    const answer = await createDispatcher(
      {
        table: port,
        workflows: {
          routes: () => state.routed || !state.asked,
          start: (trigger, execution, input) => {
            if (state.crash) return Promise.reject(new TypeError('crashed'));
            if (!state.routed) return Promise.resolve('unrouted');
            if (started.some((one) => one.execution === execution)) return Promise.resolve('exists');
            started.push({ trigger, execution, input });
            return Promise.resolve('started');
          },
        },
        clock: { now: () => new Date(state.now) },
        managementAccount,
        factoryAccount,
      },
      (_, dispatched) => heard.push(dispatched),
    )({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) });
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.slice(1)))).toEqual(
      heard.flatMap((one, index) => (['held', 'unreadable', 'failed'].includes(one) ? [index] : [])),
    );
    return heard;
  };
  return { table, started, state, dispatch, port };
};

const envelope = (source: string, detail: unknown, from = account, changes: object = {}): string =>
  JSON.stringify({
    version: '0',
    id: 'envelope-1',
    source,
    'detail-type': 'x',
    account: from,
    time: '2026-11-23T09:59:59Z',
    detail,
    ...changes,
  });

const iamEvent = (changes: object = {}, from?: string): string =>
  envelope(
    'aws.iam',
    {
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateRole',
      eventID: 'event-1',
      eventTime: '2026-11-23T09:58:00Z',
      requestParameters: { roleName: 'web-deployer' },
      ...changes,
    },
    from,
  );

const lifecycle = (changes: object = {}, from = managementAccount): string =>
  envelope(
    'aws.controltower',
    {
      eventName: 'CreateManagedAccount',
      eventID: 'event-2',
      eventTime: '2026-11-23T09:58:00Z',
      serviceEventDetails: {
        createManagedAccountStatus: {
          state: 'SUCCEEDED',
          account: { accountId: account, accountName: 'payments' },
          organizationalUnit: { organizationalUnitId: 'ou-ab12-workload', organizationalUnitName: 'Workloads' },
          ...changes,
        },
      },
    },
    from,
  );

const ended = (execution: string, input: unknown, from = factoryAccount, status = 'SUCCEEDED'): string =>
  envelope('aws.states', { name: execution, status, input: JSON.stringify(input) }, from);

const observed = (from = factoryAccount, changes: object = {}): string =>
  envelope('oidc-factory.intake', { account, roleName: 'web-deployer' }, from, changes);

describe('a message of the intake queue', () => {
  it('starts the workflow of an IAM event, with the account of the envelope', async () => {
    const { dispatch, started } = world();
    const body = iamEvent({ recipientAccountId: '999999999999', userIdentity: { accountId: '999999999999' } });
    expect(await dispatch(body)).toEqual(['started']);
    expect(started).toEqual([
      {
        trigger: 'role-created',
        execution: 'event-1-1',
        input: {
          event: {
            trigger: 'role-created',
            account,
            roleName: 'web-deployer',
            id: 'event-1',
            time: '2026-11-23T09:58:00.000Z',
          },
        },
      },
    ]);
  });

  it('starts the workflow of a vended account, with what the management account says of it', async () => {
    const { dispatch, started } = world();
    expect(await dispatch(lifecycle())).toEqual(['started']);
    expect(started[0]).toMatchObject({
      trigger: 'account-vended',
      input: { event: { account, accountName: 'payments', organizationalUnitId: 'ou-ab12-workload' } },
    });
  });

  it("starts the workflow of a role that the factory found, under the request's own id", async () => {
    const { dispatch, started } = world();
    expect(await dispatch(observed())).toEqual(['started']);
    expect(started[0]).toMatchObject({ trigger: 'role-created', execution: 'envelope-1-1' });
  });

  it.each<[string, string, Dispatched]>([
    ['a lifecycle event from a member', lifecycle({}, account), 'unreadable'],
    ['the end of an execution from a member', ended('e-1', { event: {} }, account), 'unreadable'],
    ['an observed role from a member', observed(account), 'unreadable'],
    ['an observed role whose id is no name of an execution', observed(factoryAccount, { id: 'a b' }), 'unreadable'],
    ['no JSON', 'hello', 'unreadable'],
    ['an empty body', '', 'unreadable'],
    ['an unknown source', envelope('custom.iam', {}), 'unreadable'],
    ['an account that is none', iamEvent({}, '4444'), 'unreadable'],
    ['an event without a role', iamEvent({ requestParameters: null }), 'unreadable'],
    ['a role name that IAM would refuse', iamEvent({ requestParameters: { roleName: 'a/b' } }), 'unreadable'],
    ['another event source', iamEvent({ eventSource: 'sts.amazonaws.com' }), 'unreadable'],
    ['a time that is none', iamEvent({ eventTime: '2026-13-45T99:99:99Z' }), 'unreadable'],
    [
      'an execution without an input',
      envelope('aws.states', { name: 'e', status: 'FAILED', input: 'x' }, factoryAccount),
      'unreadable',
    ],
    [
      'a call that changes no verdict',
      iamEvent({ eventName: 'CreateUser', requestParameters: { userName: 'x' } }),
      'ignored',
    ],
    ['an account that could not be vended', lifecycle({ state: 'FAILED' }), 'ignored'],
    ['an execution that goes on', ended('e-1', {}, factoryAccount, 'RUNNING'), 'ignored'],
  ])('is %s', async (_what, body, expected) => {
    const { dispatch, started, table } = world();
    expect(await dispatch(body)).toEqual([expected]);
    expect(started).toEqual([]);
    expect(table.heldLocks()).toEqual([]);
  });

  it('is worked on although others of its batch cannot be read', async () => {
    const { dispatch, started } = world();
    expect(await dispatch('x', iamEvent(), '{}')).toEqual(['unreadable', 'started', 'unreadable']);
    expect(started).toHaveLength(1);
  });
});

describe('the lock of a role', () => {
  const later = iamEvent({ eventName: 'TagRole', eventID: 'event-9', eventTime: '2026-11-23T09:59:00Z' });
  const end = (w: ReturnType<typeof world>, index = 0): string =>
    ended(w.started[index]!.execution, w.started[index]!.input);

  it('is given back when the execution ends, and a duplicate then starts nothing', async () => {
    const w = world();
    await w.dispatch(iamEvent());
    expect(w.table.heldLocks()).toEqual([`${account}/web-deployer`]);
    expect(await w.dispatch(iamEvent())).toEqual(['started']);
    expect(await w.dispatch(end(w), iamEvent())).toEqual(['ended', 'superseded']);
    expect(w.started).toHaveLength(1);
    expect(w.table.heldLocks()).toEqual([]);
  });

  it('keeps a newer event waiting, which overtakes the older ones', async () => {
    const w = world();
    await w.dispatch(iamEvent({ eventTime: '2026-11-23T09:50:00Z' }));
    expect(await w.dispatch(later)).toEqual(['held']);
    expect(await w.dispatch(iamEvent({ eventID: 'event-5' }))).toEqual(['superseded']);
    expect(await w.dispatch(end(w), later)).toEqual(['ended', 'started']);
    expect(w.started.map(({ execution }) => execution)).toEqual(['event-1-1', 'event-9-1']);
  });

  it('is one lock for a role however its name is written', async () => {
    const w = world();
    await w.dispatch(iamEvent());
    const other = iamEvent({ eventID: 'event-3', requestParameters: { roleName: 'WEB-Deployer' } });
    expect(await w.dispatch(other)).toEqual(['held']);
  });

  it('is not given back for an execution that does not hold it', async () => {
    const w = world();
    await w.dispatch(iamEvent());
    await w.dispatch(ended('event-0-1', w.started[0]!.input));
    expect(w.table.heldLocks()).toHaveLength(1);
  });

  it('is taken up again where the dispatcher broke off between lock and start', async () => {
    const w = world();
    w.state.crash = true;
    expect(await w.dispatch(iamEvent())).toEqual(['failed']);
    w.state.crash = false;
    expect(await w.dispatch(iamEvent())).toEqual(['started']);
    expect(w.started).toHaveLength(1);
  });

  it('is given back where it was free and the execution has been there before', async () => {
    const w = world();
    await w.dispatch(iamEvent());
    const forgetful = { ...w.port, acquireLock: () => Promise.resolve('acquired' as const) };
    const released: string[] = [];
    await createDispatcher({
      table: { ...forgetful, releaseLock: (subject) => Promise.resolve(void released.push(subject)) },
      workflows: { routes: () => true, start: () => Promise.resolve('exists') },
      clock: { now: () => new Date() },
      managementAccount,
      factoryAccount,
    })({ Records: [{ messageId: 'm', body: iamEvent() }] });
    expect(released).toEqual([`${account}/web-deployer`]);
  });

  it('stays with an execution that is still running', async () => {
    const w = world();
    await w.dispatch(iamEvent());
    await w.dispatch(iamEvent());
    expect(w.table.heldLocks()).toHaveLength(1);
  });

  it('falls free when its lease is over', async () => {
    const w = world();
    await w.dispatch(iamEvent());
    w.state.now = '2026-11-23T10:29:00.000Z';
    expect(await w.dispatch(later)).toEqual(['held']);
    w.state.now = '2026-11-23T10:31:00.000Z';
    expect(await w.dispatch(later)).toEqual(['started']);
  });

  it('is not taken for an event that starts nothing, so that it overtakes no other', async () => {
    const w = world();
    w.state.routed = false;
    expect(await w.dispatch(later)).toEqual(['ignored']);
    w.state.routed = true;
    expect(await w.dispatch(iamEvent())).toEqual(['started']);
  });

  it('is given back where a workflow has gone since it was asked for', async () => {
    const w = world();
    w.state.asked = false;
    w.state.routed = false;
    expect(await w.dispatch(iamEvent())).toEqual(['ignored']);
    expect(w.table.heldLocks()).toEqual([]);
  });

  it.each([
    ['2026-11-23T09:58:00.500Z', '2026-11-23T09:58:00Z'],
    ['2026-11-23T10:58:00.500+01:00', '2026-11-23T09:58:00Z'],
  ])('is asked for with times that compare as text: %s is after %s', async (newer, older) => {
    const times: string[] = [];
    const dispatch = createDispatcher({
      table: {
        acquireLock: ({ eventTime }) => Promise.resolve((times.push(eventTime), 'held' as const)),
        releaseLock: () => Promise.resolve(),
      },
      workflows: { routes: () => true, start: () => Promise.resolve('started') },
      clock: { now: () => new Date() },
      managementAccount,
      factoryAccount,
    });
    await dispatch({
      Records: [newer, older].map((eventTime) => ({ messageId: eventTime, body: iamEvent({ eventTime }) })),
    });
    const [first = '', second = ''] = times;
    expect(first > second).toBe(true);
  });
});
