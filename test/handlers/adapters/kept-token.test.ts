import { keepingToken } from '../../../handlers/adapters/kept-token';

const start = Date.parse('2027-01-04T08:00:00.000Z');
const hour = 3_600_000;

/** A credential whose tokens last an hour, with how often it was asked. */
const kept = () => {
  const world = { now: start, asked: 0, answer: true };
  const credential = keepingToken(
    () => {
      world.asked += 1;
      return Promise.resolve(world.answer ? { token: `t${world.asked}`, expiresOnTimestamp: world.now + hour } : null);
    },
    { now: () => new Date(world.now) },
  );
  return { world, credential };
};

describe('a kept token', () => {
  it.each([
    ['at once', 0, 1],
    ['just before five minutes are left', hour - 5 * 60_000 - 1, 1],
    ['when five minutes are left', hour - 5 * 60_000, 2],
    ['when it has ended', hour + 1, 2],
  ])('is asked for %s: %d ms later, %d times in all', async (_what, later, asked) => {
    const { world, credential } = kept();
    await credential.getToken('graph');
    world.now += later;
    expect(await credential.getToken('graph')).toMatchObject({ token: `t${asked}` });
    expect(world.asked).toBe(asked);
  });

  it('is for what it was asked for, and nothing else', async () => {
    const { world, credential } = kept();
    await credential.getToken('graph');
    await credential.getToken(['vault']);
    expect(world.asked).toBe(2);
  });

  it('is not kept where there was none', async () => {
    const { world, credential } = kept();
    world.answer = false;
    expect(await credential.getToken('graph')).toBeNull();
    world.answer = true;
    expect(await credential.getToken('graph')).toMatchObject({ token: 't2' });
  });
});
