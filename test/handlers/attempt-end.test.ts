import { endingWith } from '../../handlers/attempt-end';
import { account, now } from './ports';

const request = {
  step: 'role.inspect',
  execution: 'e-1',
  event: { trigger: 'role-created', account, roleName: 'web-deployer', id: 'e', time: now },
  inputs: {},
};

describe('an attempt of a step', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['role.inspect', 60],
    ['organization.refresh', 600],
    ['no.step', 60],
  ])('of %s is ended after %i seconds', async (step, seconds) => {
    const end = jest.fn();
    void endingWith(end, () => new Promise(() => undefined))({ ...request, step });
    await jest.advanceTimersByTimeAsync(seconds * 1000 - 1);
    expect(end).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(end).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['answers', () => Promise.resolve({})],
    ['fails', () => Promise.reject(new Error('x'))],
  ])('leaves nothing behind where it %s in time', async (_what, handle) => {
    const end = jest.fn();
    await endingWith(end, handle)(request).catch(() => undefined);
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(end).not.toHaveBeenCalled();
  });
});
