import { Failure, type FailureCode } from '../../../federation/failures';
import { inParallel } from '../../../scripts/inventory';
import { Pace } from '../../../scripts/inventory/pace';

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const pauses: number[] = [];
const sharing = (most: number, signal = new AbortController().signal) => ({
  most,
  signal,
  pause: (seconds: number) => {
    pauses.push(seconds);
    return Promise.resolve();
  },
});
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const failing = (code: FailureCode): Promise<never> => Promise.reject(new Failure(code, 'It does not work.'));

beforeEach(() => {
  pauses.length = 0;
});

describe('inParallel', () => {
  it.each([1, 3, 64])('does everything once, %i at once and no more', async (most) => {
    let [now, top] = [0, 0];
    const kept: number[] = [];
    const outcome = await inParallel(
      numbers(100),
      async (item) => {
        now += 1;
        top = Math.max(top, now);
        await tick();
        now -= 1;
        return item;
      },
      (result) => Promise.resolve(void kept.push(result)),
      sharing(most),
    );
    expect(outcome).toEqual({ undone: [], interrupted: false });
    expect(kept.toSorted((a, b) => a - b)).toEqual(numbers(100));
    expect(top).toBe(most);
  });

  it('keeps one result after the other', async () => {
    let keeping = 0;
    await inParallel(
      numbers(20),
      (item) => Promise.resolve(item),
      async () => {
        expect((keeping += 1)).toBe(1);
        await tick();
        keeping -= 1;
      },
      sharing(8),
    );
  });

  it.each<FailureCode>(['AccessDenied', 'AccountNotReady'])(
    'goes on where one refuses with %s, and says so',
    async (code) => {
      const kept: number[] = [];
      const { undone } = await inParallel(
        numbers(5),
        (item) => (item === 2 ? failing(code) : Promise.resolve(item)),
        (result) => Promise.resolve(void kept.push(result)),
        sharing(2),
      );
      expect(undone.map(({ item, failure }) => [item, failure.code])).toEqual([[2, code]]);
      expect(kept.toSorted()).toEqual([0, 1, 3, 4]);
      expect(pauses).toEqual([]);
    },
  );

  it('tries again what is asked to wait, later each time, with fewer at once', async () => {
    let refusals = 3;
    const widths: number[] = [];
    const { undone } = await inParallel(
      numbers(12),
      async (item) => {
        await tick();
        if (item === 0 && refusals > 0) {
          refusals -= 1;
          return failing('Throttled');
        }
        return item;
      },
      (_, atOnce) => Promise.resolve(void widths.push(atOnce)),
      sharing(8),
    );
    expect(undone).toEqual([]);
    expect(pauses).toEqual([2, 4, 8]);
    expect(Math.min(...widths)).toBeLessThan(8);
  });

  it('gives up what never stops asking to wait', async () => {
    const { undone } = await inParallel(
      [1],
      () => failing('Throttled'),
      () => Promise.resolve(),
      sharing(8),
    );
    expect(undone).toMatchObject([{ item: 1, failure: { code: 'Throttled' } }]);
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('stops where a failure is nobody’s own', async () => {
    const begun: number[] = [];
    const work = (item: number) => {
      begun.push(item);
      return item === 0 ? failing('AccountsRefused') : tick();
    };
    await expect(inParallel(numbers(50), work, () => Promise.resolve(), sharing(1))).rejects.toMatchObject({
      code: 'AccountsRefused',
    });
    expect(begun).toEqual([0]);
  });

  it('stops at once where it is interrupted, and keeps nothing that comes later', async () => {
    const controller = new AbortController();
    const kept: number[] = [];
    let finish = (): void => undefined;
    const late = new Promise<void>((resolve) => (finish = resolve));
    const outcome = await inParallel(
      numbers(10),
      async (item) => {
        if (item === 1) await late;
        if (item === 2) {
          await tick();
          controller.abort();
        }
        return item;
      },
      (result) => Promise.resolve(void kept.push(result)),
      sharing(3, controller.signal),
    );
    expect(outcome.interrupted).toBe(true);
    const before = [...kept];
    expect(before).not.toContain(1);
    finish();
    await tick();
    expect(kept).toEqual(before);
  });
});

describe('Pace', () => {
  it('halves with every refusal and never stops, and finds back one by one', () => {
    const pace = new Pace(8);
    const seen = [pace.limit];
    for (let time = 0; time < 4; time += 1) {
      pace.throttled();
      seen.push(pace.limit);
    }
    expect(seen).toEqual([8, 4, 2, 1, 1]);
    pace.went();
    expect(pace.limit).toBe(2);
    for (let time = 0; time < 100; time += 1) pace.went();
    expect(pace.limit).toBe(8);
  });
});
