import { parseTrustPolicy } from '../../../federation/trust/document';
import { evaluateTrust } from '../../../federation/trust/evaluate';
import { managedStatements } from '../../../federation/trust/managed-statements';
import { pinTrust } from '../../../federation/trust/pin';
import {
  account,
  audience,
  document,
  host,
  pins,
  placeholder,
  provider,
  statement,
  subject,
  withCondition,
  type Json,
} from '../support/cases';

const aud = `${host}:aud`;
const bare = host.slice(0, -1);
const other = `arn:aws:iam::${account}:oidc-provider/oidc.example/id/1`;
const without = { Action: undefined };

/** Whose the statements of a policy are, as they stand: the factory's, somebody else's for other reasons, or nobody's. */
const reading = (text: string): readonly string[] => {
  const policy = parseTrustPolicy(text);
  if (policy === undefined) return ['unreadable'];
  return managedStatements(policy, provider, [placeholder]).map(
    ({ foreignBecause: [reason] }) => reason?.code ?? 'own',
  );
};

const admits = (text: string, sub: string): boolean =>
  evaluateTrust(text, {
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { kind: 'federated', arn: provider.arn },
    context: { [aud]: [audience], [`${host}:sub`]: [sub] },
  }).decision === 'granted';

/** What holds of every policy that is the factory's to edit. */
const expectPinned = (text: string): void => {
  const result = pinTrust(text, pins);
  if (result.kind !== 'changed') throw new TypeError(`It is ${JSON.stringify(result)}.`);
  expect(admits(result.document, subject)).toBe(true);
  expect(admits(result.document, 'stranger')).toBe(false);
  expect(pinTrust(result.document, pins)).toEqual({ kind: 'unchanged' });
};

describe('every way to write a legal trust policy', () => {
  const comparisons = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'].flatMap((operator) =>
    ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((set) =>
      ['', 'IfExists'].flatMap((suffix) => [
        `${set}${operator}${suffix}`,
        `${set}${operator}${suffix}`.toLowerCase(),
        `${set}${operator}${suffix}`.toUpperCase(),
      ]),
    ),
  );
  const keys = [aud, `${bare}:aud`, aud.toUpperCase()];
  const values = [placeholder, [placeholder], [placeholder, placeholder]];

  it.each(comparisons)('%s of the audience', (operator) => {
    for (const key of keys) {
      for (const value of values) {
        const text = document(withCondition({ [operator]: { [key]: value } }));
        expect(reading(text)).toEqual(['own']);
        expectPinned(text);
      }
    }
  });

  it.each<readonly [string, string]>([
    ['one statement', JSON.stringify({ Version: '2012-10-17', Statement: statement() })],
    ['a list of one', document(statement())],
    ['the old version of the language', JSON.stringify({ Version: '2008-10-17', Statement: [statement()] })],
    ['no version', JSON.stringify({ Statement: [statement()] })],
    ['a list of principals', document(statement({ Principal: { Federated: [provider.arn] } }))],
    ['the ARN without its slash', document(statement({ Principal: { Federated: provider.arn.slice(0, -1) } }))],
    ['a list of actions', document(statement({ Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] }))],
    ['an action in another case', document(statement({ Action: 'STS:ASSUMEROLEWITHWEBIDENTITY' }))],
    ['sts:*', document(statement({ Action: 'sts:*' }))],
    ['sts:AssumeRole*', document(statement({ Action: 'sts:AssumeRole*' }))],
    ['sts:AssumeRole???????????????', document(statement({ Action: 'sts:AssumeRole???????????????' }))],
    ['every action', document(statement({ Action: '*' }))],
    ['every action but others', document(statement({ ...without, NotAction: ['sts:AssumeRole', 'sts:TagSession'] }))],
    ['every action but AWS’s own', document(statement({ ...without, NotAction: 'iam:*' }))],
    [
      'escapes in names, keys and values',
      document(statement())
        .replaceAll('Effect', '\\u0045ffect')
        .replaceAll('sts.', 'st\\u0073.')
        .replaceAll('pending', 'p\\u0065nding')
        .replaceAll('StringEquals', '\\u0053tringEquals')
        .replaceAll('/', '\\/'),
    ],
    ['white space', JSON.stringify(JSON.parse(document(statement())), undefined, '\t')],
    [
      'a Null beside it',
      document(withCondition({ Null: { [aud]: 'false', 'aws:x': true }, StringEquals: { [aud]: placeholder } })),
    ],
    [
      'other providers in statements of their own',
      document(
        statement({ Principal: { Federated: other }, Condition: { StringEquals: { 'oidc.example/id/1:aud': 'x' } } }),
        statement(),
        statement({
          Principal: { Federated: `arn:aws:iam::${account}:saml-provider/x` },
          Action: 'sts:AssumeRoleWithSAML',
        }),
      ),
    ],
    [
      'other principals and a Deny in statements of their own',
      document(
        statement({
          Principal: { Service: ['ec2.amazonaws.com'], AWS: account },
          Action: 'sts:AssumeRole',
          Condition: undefined,
        }),
        statement({
          Effect: 'Deny',
          Principal: '*',
          Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
        }),
        statement(),
      ),
    ],
  ])('%s', (_what, text) => {
    expect(reading(text)).toEqual(['own']);
    expectPinned(text);
  });

  it('several statements of the provider', () => {
    const text = document(statement({ Sid: 'One' }), statement({ Sid: 'Two', Action: 'sts:*' }));
    expect(reading(text)).toEqual(['own', 'own']);
    expectPinned(text);
  });

  it.each<readonly [string, Json, readonly string[]]>([
    ['two providers in one', { Principal: { Federated: [provider.arn, other] } }, ['trust-statement-shared']],
    [
      'a provider and an account in one',
      { Principal: { Federated: provider.arn, AWS: '1' } },
      ['trust-statement-shared'],
    ],
    ['every action, for everybody', { Principal: '*', Action: '*' }, ['trust-statement-shared']],
    ['no comparison but Null', { Condition: { Null: { [aud]: 'false' } } }, ['trust-audience-missing']],
    [
      'no comparison but a negated one',
      { Condition: { StringNotEqualsIfExists: { [aud]: placeholder } } },
      ['trust-audience-missing'],
    ],
    [
      'ARN operators, which compare no audience',
      { Condition: { ArnLike: { [aud]: placeholder } } },
      ['trust-audience-missing'],
    ],
    [
      'a pattern',
      { Condition: { 'ForAllValues:StringLikeIfExists': { [aud]: 'oidc-factory-*' } } },
      ['trust-statement-foreign'],
    ],
    ['every action but the one', { ...without, NotAction: 'sts:AssumeRoleWith*' }, []],
    ['AssumeRole only', { Action: 'sts:AssumeRole' }, []],
  ])('is not the factory’s with %s', (_what, change, expected) => {
    expect(reading(document(statement(change)))).toEqual(expected);
  });
});
