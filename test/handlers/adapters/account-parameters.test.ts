import { SSMClient } from '@aws-sdk/client-ssm';
import { createAccountParameters } from '../../../handlers/adapters/account-parameters';
import { account } from '../ports';
import { WireServer, jsonError } from './http-server';

let server: WireServer;

beforeEach(async () => {
  server = await WireServer.start();
});
afterEach(() => server.stop());

const parameters = () => createAccountParameters(new SSMClient(server.settings), account);

it('reads, writes over and removes a parameter', async () => {
  server.answer = () => ({ body: { Parameter: { Name: '/p', Value: 'v' } } });
  expect(await parameters().read('/p')).toBe('v');
  await parameters().write('/p', 'w');
  await parameters().remove('/p');
  expect(server.calls).toMatchObject([
    { operation: 'GetParameter', input: { Name: '/p' } },
    { operation: 'PutParameter', input: { Name: '/p', Value: 'w', Type: 'String', Overwrite: true } },
    { operation: 'DeleteParameter', input: { Name: '/p' } },
  ]);
});

it('takes a parameter for absent only where Systems Manager says so', async () => {
  server.answer = () => jsonError('ParameterNotFound');
  expect(await parameters().read('/p')).toBeUndefined();
  await expect(parameters().remove('/p')).resolves.toBeUndefined();
});

it.each([
  ['AccessDeniedException', 400, 'AccessDenied'],
  ['ThrottlingException', 400, 'Throttled'],
  ['TooManyUpdates', 400, 'Throttled'],
  ['ValidationException', 400, 'InvalidInput'],
  ['InternalServerError', 500, 'Unavailable'],
])('fails on %s by what it means', async (name, status, code) => {
  server.answer = () => jsonError(name, status);
  await expect(parameters().read('/p')).rejects.toMatchObject({ name: code });
  await expect(parameters().write('/p', 'v')).rejects.toMatchObject({ name: code });
  await expect(parameters().remove('/p')).rejects.toMatchObject({ name: code });
});
