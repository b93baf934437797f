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

/** What nobody asks for. */
const elsewhere = { executionArn: () => undefined, stateOf: () => Promise.resolve('foreign' as const) };

/** A dispatcher, and workflows that remember the names of executions as Step Functions does. */
const world = () => {
  const table = new LocalTable();
  const started: Started[] = [];
  const state: { now: string; sentAt?: string; crash: boolean; routed: boolean; asked: boolean } = {
    now: '2026-11-23T10:00:00.000Z',
    crash: false,
    routed: true,
    asked: true,
  };
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
          ...elsewhere,
        },
        clock: { now: () => new Date(state.now) },
        managementAccount,
        factoryAccount,
        eventsPerHour: 1000,
      },
      (_, dispatched) => heard.push(dispatched),
    )({
      Records: bodies.map((body, index) => ({
        messageId: `m${index}`,
        body,
        ...(state.sentAt !== undefined && { attributes: { SentTimestamp: String(Date.parse(state.sentAt)) } }),
      })),
    });
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.slice(1)))).toEqual(
      heard.flatMap((one, index) => (['held', 'unreadable', 'failed'].includes(one) ? [index] : [])),
    );
    return heard;
  };
  return { table, started, state, dispatch, port };
};

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
            actor: account,
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

  it.each([
    ['unreadable', 'hello'],
    ['ignored', lifecycle({ state: 'FAILED' })],
  ])('that is %s takes no lock and starts nothing', async (dispatched, body) => {
    const { dispatch, started, table } = world();
    expect(await dispatch(body)).toEqual([dispatched]);
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
    const forgetful = { ...w.port, acquireLock: () => Promise.resolve({ kind: 'acquired' as const }) };
    const released: string[] = [];
    await createDispatcher({
      table: { ...forgetful, releaseLock: (subject) => Promise.resolve(void released.push(subject)) },
      workflows: { ...elsewhere, routes: () => true, start: () => Promise.resolve('exists') },
      clock: { now: () => new Date() },
      managementAccount,
      factoryAccount,
      eventsPerHour: 1000,
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
        acquireLock: ({ eventTime }) => Promise.resolve((times.push(eventTime), { kind: 'held' as const })),
        takeOverLock: () => Promise.resolve(false),
        releaseLock: () => Promise.resolve(),
        spend: () => Promise.resolve(1),
      },
      workflows: { ...elsewhere, routes: () => true, start: () => Promise.resolve('started') },
      clock: { now: () => new Date() },
      managementAccount,
      factoryAccount,
      eventsPerHour: 1000,
    });
    await dispatch({
      Records: [newer, older].map((eventTime) => ({ messageId: eventTime, body: iamEvent({ eventTime }) })),
    });
    const [first = '', second = ''] = times;
    expect(first > second).toBe(true);
  });
});

describe('the lock of an account', () => {
  it('is not that of its reconcile: a bootstrap takes hours, and neither overtakes the other', async () => {
    const w = world();
    expect(await w.dispatch(accountDue())).toEqual(['started']);
    expect(await w.dispatch(lifecycle())).toEqual(['started']);
    expect(w.table.heldLocks()).toEqual([`${account}#account-due`, account]);
  });

  it('lets its roles be worked on', async () => {
    const w = world();
    expect(await w.dispatch(accountDue(), lifecycle(), iamEvent())).toEqual(['started', 'started', 'started']);
  });

  it('has one reconcile at a time, and the newest of those that wait', async () => {
    const w = world();
    await w.dispatch(accountDue());
    const second = accountDue({ id: 'due-2', time: '2026-11-23T09:59:00Z' });
    const third = accountDue({ id: 'due-3', time: '2026-11-23T09:59:30Z' });
    expect(await w.dispatch(third, second)).toEqual(['held', 'superseded']);
    expect(await w.dispatch(ended(w.started[0]!.execution, w.started[0]!.input), third)).toEqual(['ended', 'started']);
  });
});

describe('a revocation', () => {
  const revoked = request({ trigger: 'role-revoked' }, { id: 'revoked-1' });

  it('neither waits for the lock of its role nor is overtaken by a newer event of it', async () => {
    const w = world();
    const later = iamEvent({ eventTime: '2026-11-23T09:59:59.999Z' });
    expect(await w.dispatch(later, revoked)).toEqual(['started', 'started']);
    await w.dispatch(ended(w.started[1]!.execution, w.started[1]!.input));
    expect(w.table.heldLocks()).toEqual([`${account}/web-deployer`]);
  });

  it('waits for the lifting of an earlier one, and the newer of the two wins', async () => {
    const w = world();
    const lifted = request({ trigger: 'role-reinstated' }, { id: 'lifted-1', time: '2026-11-23T09:59:59.500Z' });
    expect(await w.dispatch(revoked, lifted)).toEqual(['started', 'held']);
    expect(await w.dispatch(request({ trigger: 'role-revoked' }, { id: 'revoked-2' }))).toEqual(['superseded']);
  });
});

describe('an event of an account that gives a time to come', () => {
  const forged = iamEvent({ eventName: 'TagRole', eventID: 'forged', eventTime: '9999-12-31T23:59:59Z' });

  it('does not hold off what the factory asks for later', async () => {
    const { dispatch, started, state, port } = world();
    expect(await dispatch(forged)).toEqual(['started']);
    await port.releaseLock(`${account}/web-deployer`, 'forged-1');
    state.now = '2026-11-24T02:17:00.000Z';
    const released = request({ trigger: 'role-released' }, { id: 'release', time: '2026-11-24T02:17:00Z' });
    expect(await dispatch(released)).toEqual(['started']);
    expect(started.map(({ execution }) => execution)).toEqual(['forged-1', 'release-1']);
  });

  it('counts as of when it came into the queue, however late it is received', async () => {
    const { dispatch, started, state } = world();
    state.sentAt = '2026-11-23T09:59:30.000Z';
    expect(await dispatch(forged)).toEqual(['started']);
    expect(started[0]).toMatchObject({ input: { event: { time: '2026-11-23T09:59:30.000Z' } } });
  });
});
