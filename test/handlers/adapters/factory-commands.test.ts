/** What commands read and write in the factory account, over HTTP: what is paused, and the decision log. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { Decision } from '../../../federation/records';
import { createHistory } from '../../../handlers/adapters/history';
import { createPauseStore } from '../../../handlers/adapters/pause-store';
import { account, now } from '../ports';
import { WireServer, jsonError, xml, xmlError } from './http-server';

/** A value as DynamoDB sends it. */
const attribute = (value: unknown): object => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  return { M: attributes(value as object) };
};
const attributes = (value: object): object =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, attribute(each)]),
  );

let server: WireServer;
beforeEach(async () => {
  server = await WireServer.start();
});
afterEach(() => server.stop());

const store = () => createPauseStore(new SSMClient(server.settings), new STSClient(server.settings));
const history = () =>
  createHistory(new DynamoDBClient(server.settings), new STSClient(server.settings), 'oidc-factory');

describe('the parameter that says what is paused', () => {
  const name = '/oidc-factory/paused';

  it('is read as it stands, and as it was', async () => {
    server.answer = () => ({ body: { Parameter: { Value: '{}', Version: 7 } } });
    expect(await store().read()).toEqual({ value: '{}', version: 7 });
    await store().read(6);
    expect(server.calls).toMatchObject([{ input: { Name: name } }, { input: { Name: `${name}:6` } }]);
  });

  it.each(['ParameterNotFound', 'ParameterVersionNotFound'])('is absent where AWS says %s', async (code) => {
    server.answer = () => jsonError(code);
    expect(await store().read()).toBeUndefined();
  });

  it('is written over nothing only where there is nothing', async () => {
    server.answer = () => ({ body: { Version: 1 } });
    expect(await store().write('{}', true)).toBe(1);
    expect(server.calls[0]).toMatchObject({ input: { Name: name, Value: '{}', Type: 'String', Overwrite: false } });
    server.answer = () => jsonError('ParameterAlreadyExists');
    expect(await store().write('{}', true)).toBe('exists');
    server.answer = () => ({ body: { Version: 8 } });
    expect(await store().write('{}', false)).toBe(8);
    expect(server.calls.at(-1)).toMatchObject({ input: { Overwrite: true } });
  });

  it.each([
    ['AccessDeniedException', 'FactoryRefused', 'ssm:GetParameter'],
    ['UnrecognizedClientException', 'FactoryRefused', 'credentials'],
    ['InternalServerError', 'FactoryUnreachable', 'InternalServerError'],
  ])('says what %s means', async (code, failure, words) => {
    server.answer = () => jsonError(code);
    const thrown = await store()
      .read()
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: failure });
    expect(String(thrown)).toContain(words);
  });

  it('is written by somebody', async () => {
    const arn = 'arn:aws:sts::222222222222:assumed-role/ops/ada';
    server.answer = () => xml('GetCallerIdentity', `<Arn>${arn}</Arn><Account>222222222222</Account>`);
    expect(await store().identity()).toEqual({ account: '222222222222', arn });
    server.answer = () => xmlError('InvalidClientTokenId', 403);
    await expect(store().identity()).rejects.toMatchObject({ code: 'FactoryRefused' });
  });
});

describe('the decision log', () => {
  const decision: Decision = {
    account,
    roleName: 'Web',
    execution: 'e-1',
    step: 'role.bindTrust',
    decision: 'bound',
    reasons: ['Because.'],
    trust: { before: '{}', after: '{}' },
    requestIds: ['r-1'],
    policyHash: 'a'.repeat(64),
    event: { id: 'event-1', trigger: 'role-created', time: now, byHand: true, actor: 'somebody' },
    at: now,
  };
  const item = (value: unknown) => attributes({ pk: 'p', sk: 's', value });

  it('is read for one role, over all its pages', async () => {
    server.answer = () =>
      server.calls.length === 1
        ? { body: { Items: [item(decision)], LastEvaluatedKey: attributes({ pk: 'p', sk: 's' }) } }
        : { body: { Items: [item({ ...decision, step: 'role.announce' })] } };
    const found = await history().ofRole(account, 'Web');
    expect(found).toEqual([decision, { ...decision, step: 'role.announce' }]);
    expect(server.calls).toHaveLength(2);
    expect(server.calls[0]).toMatchObject({
      operation: 'Query',
      input: {
        TableName: 'oidc-factory',
        ExpressionAttributeValues: { ':pk': { S: `ACCOUNT#${account}` }, ':prefix': { S: 'DECISION#ROLE#web#' } },
      },
    });
  });

  it('is not guessed at where it was written by another version', async () => {
    server.answer = () => ({ body: { Items: [item({ ...decision, event: undefined })] } });
    await expect(history().ofRole(account, 'Web')).rejects.toMatchObject({ code: 'FactoryUnreachable' });
  });

  it('says who is refused', async () => {
    server.answer = () => jsonError('AccessDeniedException');
    await expect(history().ofRole(account, 'Web')).rejects.toMatchObject({ code: 'FactoryRefused' });
  });
});
