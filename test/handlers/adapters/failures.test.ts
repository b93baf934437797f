import { Failure } from '../../../federation/failures';
import { attempt, failureOf } from '../../../handlers/adapters/failures';

const named = (name: string, more: object = {}): Error => Object.assign(new Error('text'), { name, ...more });

it.each([
  ['a refused connection', named('Error', { code: 'ECONNREFUSED' }), 'Unavailable'],
  ['a connection that broke', named('Error', { code: 'ECONNRESET' }), 'Unavailable'],
  ['a host that is not found', named('AggregateError', { code: 'ENOTFOUND' }), 'Unavailable'],
  ['a time-out', named('TimeoutError'), 'Unavailable'],
  ['any answer of 5xx', named('Odd', { $metadata: { httpStatusCode: 502 } }), 'Unavailable'],
  ['a throttled table', named('ProvisionedThroughputExceededException'), 'Throttled'],
])('knows %s', (_what, error, code) => {
  expect(failureOf(error, 'What.')).toMatchObject({ name: code, cause: error });
});

it.each([
  ['an answer of 4xx without a meaning', named('Odd', { $metadata: { httpStatusCode: 400 } })],
  ['a bug', new TypeError('x is undefined')],
  ['what is no error', 'text'],
  ['a code that is no network error', named('Error', { code: 'ERR_INVALID_ARG_TYPE' })],
])('hands on %s as it is', (_what, error) => {
  expect(failureOf(error, 'What.')).toBe(error);
});

it('hands on a failure as it is, and lets a call give names meanings of its own', async () => {
  const failure = new Failure('WorldMoved', 'x');
  expect(failureOf(failure, 'What.')).toBe(failure);
  const denied = () => Promise.reject(named('AccessDenied'));
  await expect(attempt('What.', denied, { AccessDenied: 'AccountNotReady' })).rejects.toMatchObject({
    name: 'AccountNotReady',
  });
});
