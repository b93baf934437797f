import type { LockRequest, Workflows } from '../../../federation/ports';
import { lockFor } from '../../../handlers/dispatcher/lock-for';
import { LocalTable } from '../../../simulation/lambda/table';
import { account, asPort } from '../ports';

type State = Awaited<ReturnType<Workflows['stateOf']>>;

const subject = `${account}#account-due`;
const workflow = 'arn:aws:states:eu-west-1:222222222222:execution:oidc-factory-reconcile-account';
const at = (minutes: number): string => new Date(Date.parse('2026-11-23T10:00:00Z') + minutes * 60_000).toISOString();

const request = (execution: string, minutes: number, changes: Partial<LockRequest> = {}): LockRequest => ({
  subject,
  execution,
  executionArn: `${workflow}:${execution}`,
  eventTime: at(minutes),
  now: at(minutes),
  leaseUntil: at(minutes + 13 * 60),
  ...changes,
});

/** A lock, and Step Functions that answers what it is told to; whoever asks is counted. */
const world = () => {
  const table = new LocalTable();
  const port = asPort(table);
  const asked: string[] = [];
  const ask = (wanted: LockRequest, state: State, meanwhile: () => void = () => undefined) =>
    lockFor(wanted, 'account-due', {
      table: port,
      workflows: {
        executionArn: (_, execution) => `${workflow}:${execution}`,
        stateOf: (arn) => {
          asked.push(arn);
          meanwhile();
          return Promise.resolve(state);
        },
      },
    });
  return { table, asked, ask };
};

describe('a lock that another execution holds', () => {
  it.each<[string, State, number, 'acquired' | 'held', number]>([
    ['has ended', 'ended', 6, 'acquired', 1],
    ['was never started', 'absent', 6, 'acquired', 1],
    ['still runs', 'running', 6, 'held', 1],
    ['is of a workflow that is deployed no longer', 'foreign', 6, 'held', 1],
    ['has just been given the lock, and nobody asks', 'ended', 4, 'held', 0],
    ['may still be on its way into Step Functions', 'absent', 4, 'held', 0],
  ])('which %s (%s, after %d minutes), is %s', async (_, state, minutes, expected, calls) => {
    const { table, asked, ask } = world();
    table.acquireLock(request('due-1-1', 0));
    expect(await ask(request('due-2-1', minutes), state)).toBe(expected);
    expect(asked).toEqual(Array.from({ length: calls }, () => `${workflow}:due-1-1`));
    expect(table.heldLocks()).toEqual([subject]);
  });

  it('is had by whoever takes it over, and the ended one does not get it again', async () => {
    const { table, ask } = world();
    table.acquireLock(request('due-1-1', 0));
    await ask(request('due-2-1', 6), 'ended');
    expect(table.acquireLock(request('due-2-1', 6))).toEqual({ kind: 'resumed' });
    table.releaseLock(subject, 'due-1-1');
    expect(table.heldLocks()).toEqual([subject]);
    expect(table.acquireLock(request('due-1-1', 6))).toEqual({ kind: 'superseded' });
  });

  it('stays with whoever took it up again while it was asked for', async () => {
    const { table, ask } = world();
    table.acquireLock(request('due-1-1', 0));
    const resumed = (): void => {
      expect(table.acquireLock(request('due-1-1', 0, { now: at(6) }))).toEqual({ kind: 'resumed' });
    };
    expect(await ask(request('due-2-1', 6), 'absent', resumed)).toBe('held');
    expect(table.acquireLock(request('due-1-1', 0, { now: at(7) }))).toEqual({ kind: 'resumed' });
  });

  it('is taken over by one of two that ask at once', async () => {
    const { table, ask } = world();
    table.acquireLock(request('due-1-1', 0));
    const answers = await Promise.all([ask(request('due-2-1', 6), 'ended'), ask(request('due-3-1', 6), 'ended')]);
    expect(answers.toSorted()).toEqual(['acquired', 'held']);
  });

  it('is not taken over for an event that a newer one has overtaken', async () => {
    const { table, asked, ask } = world();
    table.acquireLock(request('due-1-1', 0));
    const newer = (): void => void table.acquireLock(request('due-3-1', 7));
    expect(await ask(request('due-2-1', 6), 'ended', newer)).toBe('held');
    expect(await ask(request('due-2-1', 6), 'ended')).toBe('superseded');
    expect(asked).toHaveLength(1);
  });
});

describe('a lock that the step of an execution holds which a command has started', () => {
  it.each<[State, 'acquired' | 'held']>([
    ['ended', 'acquired'],
    ['running', 'held'],
    // It may be of another workflow, as an organization's run is that works on the account.
    ['absent', 'held'],
  ])('and that is %s in the workflow of whoever waits, is %s', async (state, expected) => {
    const { table, asked, ask } = world();
    const { executionArn: _, ...byStep } = request('reconcile-by-hand', 0);
    table.acquireLock(request('due-0-1', -9));
    table.releaseLock(subject, 'due-0-1');
    table.acquireLock(byStep);
    expect(await ask(request('due-2-1', 6), state)).toBe(expected);
    expect(asked).toEqual([`${workflow}:reconcile-by-hand`]);
  });

  it('is not taken for that of the execution whose lease it outlived', async () => {
    const { table, asked, ask } = world();
    table.acquireLock(request('due-0-1', 0));
    const { executionArn: _, ...byStep } = request('reconcile-by-hand', 14 * 60);
    expect(table.acquireLock(byStep)).toEqual({ kind: 'acquired' });
    expect(await ask(request('due-2-1', 14 * 60 + 6), 'absent')).toBe('held');
    expect(asked).toEqual([`${workflow}:reconcile-by-hand`]);
  });
});

it('costs no call where nobody else holds the lock', async () => {
  const { asked, ask } = world();
  expect(await ask(request('due-1-1', 0), 'running')).toBe('acquired');
  expect(await ask(request('due-1-1', 0), 'running')).toBe('resumed');
  expect(asked).toEqual([]);
});
