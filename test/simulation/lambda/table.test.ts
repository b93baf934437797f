import { LocalTable } from '../../../simulation/lambda';

const minute = (number: number): string => new Date(Date.UTC(2027, 0, 4, 8, number)).toISOString();
const ask = (table: LocalTable, execution: string, event: number, now = event) =>
  table.acquireLock({
    subject: 's',
    execution,
    eventTime: minute(event),
    now: minute(now),
    leaseUntil: minute(now + 30),
  });

describe('LocalTable locks', () => {
  it('are held by one execution at a time', () => {
    const table = new LocalTable();
    expect(ask(table, 'a', 0)).toBe('acquired');
    expect(ask(table, 'b', 1)).toBe('held');
    expect(ask(table, 'a', 1)).toBe('resumed');
    table.releaseLock('s', 'a');
    expect(ask(table, 'b', 1)).toBe('acquired');
  });

  it('go to the latest event, and what came before it is overtaken', () => {
    const table = new LocalTable();
    ask(table, 'a', 0);
    expect(ask(table, 'c', 2)).toBe('held');
    expect(ask(table, 'b', 1)).toBe('superseded');
    table.releaseLock('s', 'a');
    expect(ask(table, 'b', 1)).toBe('superseded');
    expect(ask(table, 'c', 2)).toBe('acquired');
  });

  it('take events of the same second as they come', () => {
    const table = new LocalTable();
    ask(table, 'a', 0);
    table.releaseLock('s', 'a');
    expect(ask(table, 'b', 0)).toBe('acquired');
  });

  it('are not given back by somebody who does not hold them', () => {
    const table = new LocalTable();
    ask(table, 'a', 0);
    table.releaseLock('s', 'b');
    expect(ask(table, 'c', 1)).toBe('held');
    expect(table.heldLocks()).toEqual(['s']);
  });

  it('never go to an execution that has ended', () => {
    const table = new LocalTable();
    ask(table, 'a', 0);
    table.releaseLock('s', 'a');
    expect(ask(table, 'a', 0)).toBe('superseded');
  });

  it('fall free when the lease is over', () => {
    const table = new LocalTable();
    ask(table, 'a', 0);
    expect(ask(table, 'b', 1, 30)).toBe('held');
    expect(ask(table, 'b', 1, 31)).toBe('acquired');
  });
});
