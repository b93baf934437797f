import { EventEmitter } from 'node:events';
import { interruption } from '../../scripts/interruption';
import { atOnce, milliseconds, roleName } from '../../scripts/options';

describe('options', () => {
  it.each([
    ['30m', 1_800_000],
    ['24h', 86_400_000],
    ['2d', 172_800_000],
    ['0m', 0],
  ])('%s is a time', (text, expected) => {
    expect(milliseconds(text)).toBe(expected);
  });

  it.each(['', '24', '-1h', '1w', '1.5h', '1h2m', ' 1h'])('%j is no time', (text) => {
    expect(() => milliseconds(text)).toThrow('minutes, hours or days');
  });

  it.each(['1', '8', '64'])('%s at once is fine', (text) => {
    expect(atOnce(text)).toBe(Number(text));
  });

  it.each(['0', '65', '-1', '1e1', '8.5', ''])('%j at once is not', (text) => {
    expect(() => atOnce(text)).toThrow('from 1 to 64');
  });

  it.each([
    ['audit', 'audit'],
    ['team/audit', 'team/audit'],
    ['/team/audit', 'team/audit'],
  ])('%s is a role', (text, expected) => {
    expect(roleName(text)).toBe(expected);
  });

  it.each(['arn:aws:iam::444444444444:role/audit', '', '/', 'a b', 'a/', '*'])('%j is no name of a role', (text) => {
    expect(() => roleName(text)).toThrow('name of a role');
  });
});

describe('an interrupt', () => {
  const surroundings = () => {
    const emitter = new EventEmitter();
    return { emitter, interrupted: interruption(emitter) };
  };

  it('is heard once; the next one is nobody’s here', () => {
    const { emitter, interrupted } = surroundings();
    expect(interrupted.signal.aborted).toBe(false);
    emitter.emit('SIGINT');
    expect([interrupted.signal.aborted, emitter.listenerCount('SIGINT')]).toEqual([true, 0]);
  });

  it('is nobody’s once it does not matter any more', () => {
    const { emitter, interrupted } = surroundings();
    interrupted.forget();
    expect(emitter.listenerCount('SIGINT')).toBe(0);
  });
});
