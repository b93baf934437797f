import { Failure } from '../../../federation/failures';
import type { BindingRecord } from '../../../federation/records';
import { LocalTable } from '../../../simulation/lambda';

const minute = (number: number): string => new Date(Date.UTC(2027, 0, 4, 8, number)).toISOString();
const ask = (table: LocalTable, execution: string, event: number, now = event) =>
  table.acquireLock({
    subject: 's',
    execution,
    eventTime: minute(event),
    now: minute(now),
    leaseUntil: minute(now + 30),
  }).kind;

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

const binding = (version: number, roleName = 'r'): BindingRecord => ({
  account: '444444444444',
  roleName,
  policy: 'p',
  identityProvider: 'entra',
  issuer: 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/',
  caller: 'own-application',
  onDelete: 'retire',
  clientIds: [],
  audiences: [],
  state: 'registering',
  version,
  updatedAt: minute(0),
});

describe('LocalTable bindings', () => {
  it('are written in turn, and by nobody who has read an older one', () => {
    const table = new LocalTable();
    table.writeBinding(binding(1));
    table.writeBinding(binding(2, 'R'));
    for (const version of [1, 2, 4]) {
      expect(() => {
        table.writeBinding(binding(version));
      }).toThrow(Failure);
    }
    expect(table.listBindings('444444444444').map(({ version }) => version)).toEqual([2]);
    expect(table.listBindings('555555555555')).toEqual([]);
  });

  it('begin with version 1', () => {
    expect(() => {
      new LocalTable().writeBinding(binding(2));
    }).toThrow(Failure);
  });
});

describe('LocalTable budgets', () => {
  it('begin anew with every hour, for each account and each thing by itself', () => {
    const table = new LocalTable();
    const spend = (now: string, account = 'a', budget: 'events' | 'removals' = 'events') =>
      table.spend({ account, budget, now });
    expect([spend(minute(0)), spend(minute(59)), spend(minute(60))]).toEqual([1, 2, 1]);
    expect([spend(minute(0), 'b'), spend(minute(0), 'a', 'removals'), spend(minute(1))]).toEqual([1, 1, 3]);
  });
});
