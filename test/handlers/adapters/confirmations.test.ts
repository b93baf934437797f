import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { GuardQuestion } from '../../../federation/records';
import { createConfirmations } from '../../../handlers/adapters/confirmations';
import { factoryAccess } from '../../../handlers/adapters/factory-access';
import { now } from '../ports';
import { jsonError, WireServer, xml, xmlError } from './http-server';

let server: WireServer;

beforeEach(async () => {
  server = await WireServer.start();
});
afterEach(() => server.stop());

const plan = 'a'.repeat(64);
const question: GuardQuestion = {
  plan,
  policyHash: 'p',
  execution: 'e-1',
  subject: 'organization',
  because: ['It would.'],
  managed: 20,
  removed: 12,
  rewritten: 0,
  accounts: 3,
  askedAt: now,
};
const answer = { answer: 'confirmed', answeredBy: 'arn:aws:iam::222222222222:user/ann', answeredAt: now } as const;
const confirmations = () =>
  createConfirmations(DynamoDBDocumentClient.from(new DynamoDBClient(server.settings)), 'factory');
const item = (standing: GuardQuestion) => ({ body: { Item: marshall({ pk: 'p', sk: 's', value: standing }) } });
const refused = jsonError('ConditionalCheckFailedException');

describe('a question', () => {
  it('is asked unless the same execution has asked it, and forgotten by itself', async () => {
    expect(await confirmations().askConfirmation(question)).toEqual(question);
    const [{ operation, input }] = server.calls as unknown as [{ operation: string; input: Record<string, unknown> }];
    expect(operation).toBe('PutItem');
    expect(input).toMatchObject({
      ConditionExpression: 'attribute_not_exists(pk) OR #value.#execution <> :execution',
      Item: { pk: { S: `PLAN#${plan}` }, expiresAt: { N: String(Date.parse(now) / 1000 + 30 * 86_400) } },
    });
  });

  it('stands with its answer where it was asked before', async () => {
    const answered = { ...question, ...answer };
    server.answer = ({ operation }) => (operation === 'PutItem' ? refused : item(answered));
    expect(await confirmations().askConfirmation(question)).toEqual(answered);
  });

  it.each<[string, GuardQuestion | undefined]>([
    ['answered', undefined],
    ['answered-already', { ...question, ...answer }],
    ['gone', { ...question, execution: 'e-2' }],
  ])('is %s', async (became, standing) => {
    server.answer = ({ operation }) => {
      if (standing === undefined) return { body: {} };
      return operation === 'UpdateItem' ? refused : item(standing);
    };
    expect(await confirmations().answer(question, answer)).toBe(became);
    expect(server.calls[0]).toMatchObject({
      operation: 'UpdateItem',
      input: {
        ConditionExpression: '#value.#execution = :execution AND attribute_not_exists(#value.#answer)',
        ExpressionAttributeValues: { ':answer': { S: 'confirmed' }, ':execution': { S: 'e-1' } },
      },
    });
  });
});

describe('the factory account, for a command', () => {
  const access = () =>
    factoryAccess('eu-west-1', { dynamo: new DynamoDBClient(server.settings), sts: new STSClient(server.settings) });

  it('says who it is that answers', async () => {
    server.answer = () =>
      xml('GetCallerIdentity', '<Arn>arn:aws:iam::222222222222:user/ann</Arn><Account>222222222222</Account>');
    expect(await access().whoAmI()).toEqual({ arn: 'arn:aws:iam::222222222222:user/ann', account: '222222222222' });
  });

  it.each([
    ['AccessDeniedException', 'FactoryRefused'],
    ['UnrecognizedClientException', 'FactoryRefused'],
    ['ResourceNotFoundException', 'FactoryUnreachable'],
    ['ThrottlingException', 'FactoryUnreachable'],
  ])('is, on %s, %s', async (name, code) => {
    server.answer = () => jsonError(name);
    await expect(access().confirmations.read(plan)).rejects.toMatchObject({ code });
  });

  it('refuses credentials that STS does not know', async () => {
    server.answer = () => xmlError('InvalidClientTokenId', 403);
    await expect(access().whoAmI()).rejects.toMatchObject({ code: 'FactoryRefused' });
  });
});
