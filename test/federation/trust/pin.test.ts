import { Failure } from '../../../federation/failures';
import { defaultTrustPolicyLength, pinnedStatement, pinTrust, type Pins } from '../../../federation/trust/pin';
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
import { after } from '../support/pin-properties';

const aud = `${host}:aud`;
const sub = `${host}:sub`;
const bare = host.slice(0, -1);
const pinned = { [aud]: audience, [sub]: subject };
const bound = withCondition({ StringEquals: pinned });

interface Document {
  readonly Version: string;
  readonly Statement: readonly Json[];
}

const edited = (trustPolicy: string, change: Partial<Pins> = {}): Document => {
  const result = pinTrust(trustPolicy, { ...pins, ...change });
  if (result.kind !== 'changed') throw new TypeError(`It is ${JSON.stringify(result)}.`);
  return JSON.parse(result.document) as Document;
};
const conditionOf = (Condition: unknown): unknown =>
  edited(document(withCondition(Condition))).Statement[0]!['Condition'];
const refusal = (trustPolicy: string, change: Partial<Pins> = {}): readonly string[] => {
  const result = pinTrust(trustPolicy, { ...pins, ...change });
  return result.kind === 'impossible' ? result.reasons.map(({ code }) => code) : [result.kind];
};

describe('pinTrust', () => {
  it('puts both pins into the statement that the console writes', () => {
    expect(edited(document(statement()))).toEqual({ Version: '2012-10-17', Statement: [bound] });
  });

  it.each<readonly [string, string]>([
    ['a single statement', JSON.stringify({ Version: '2012-10-17', Statement: statement() })],
    ['a list', document(statement())],
    [
      'lists everywhere',
      document(
        statement({
          Principal: { Federated: [provider.arn] },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [aud]: [placeholder] } },
        }),
      ),
    ],
    ['the provider twice', document(statement({ Principal: { Federated: [provider.arn, provider.arn] } }))],
    ['an ARN without its slash', document(statement({ Principal: { Federated: provider.arn.slice(0, -1) } }))],
    [
      'an ARN without its account',
      document(statement({ Principal: { Federated: provider.arn.replace(account, '') } })),
    ],
    ['a key without its slash', document(withCondition({ StringEquals: { [`${bare}:aud`]: placeholder } }))],
    [
      'keys of both forms',
      document(
        withCondition({ StringEquals: { [`${bare}:aud`]: placeholder, [aud]: placeholder, [`${bare}:sub`]: 'x' } }),
      ),
    ],
    ['a key in another case', document(withCondition({ StringEquals: { [aud.toUpperCase()]: placeholder } }))],
    [
      'the audience it had before',
      document(withCondition({ StringEquals: { [aud]: audience, [sub]: 'somebody before' } })),
    ],
    [
      'a subject by wildcard',
      document(withCondition({ StringEquals: { [aud]: placeholder }, StringLike: { [sub]: '*' } })),
    ],
    ['IfExists', document(withCondition({ StringEqualsIfExists: { [aud]: placeholder, [sub]: subject } }))],
    ['ForAllValues', document(withCondition({ 'ForAllValues:StringEquals': pinned }))],
    ['ForAnyValue', document(withCondition({ 'ForAnyValue:StringLike': { [aud]: placeholder } }))],
    [
      'escapes',
      document(statement()).replaceAll('sts.windows', '\\u0073ts.windows').replaceAll('oidc-f', '\\u006fidc-f'),
    ],
    ['white space', JSON.stringify(JSON.parse(document(statement())), undefined, 4)],
  ])('comes to the same from %s', (_what, trustPolicy) => {
    expect(edited(trustPolicy)).toEqual({ Version: '2012-10-17', Statement: [bound] });
  });

  it('leaves a statement as its owner writes it where it says the same already', () => {
    const lists = statement({
      Principal: { Federated: [provider.arn] },
      Condition: { StringEquals: { [sub]: [subject], [aud]: [audience] } },
    });
    expect(pinTrust(document(lists), pins)).toEqual({ kind: 'unchanged' });
    expect(edited(document(statement(), lists)).Statement).toEqual([bound, lists]);
  });

  it('says unchanged where both pins are there, whatever the order of keys and the white space', () => {
    expect(pinTrust(document(bound), pins)).toEqual({ kind: 'unchanged' });
    const { Condition, ...others } = bound;
    expect(pinTrust(JSON.stringify({ Statement: [{ Condition, ...others }] }, undefined, 2), pins).kind).toBe(
      'unchanged',
    );
    expect(pinTrust(JSON.stringify({ Statement: bound }), pins).kind).toBe('unchanged');
  });

  it.each<readonly [string, unknown, unknown]>([
    [
      'another operator',
      { Null: { 'aws:x': 'true' }, StringEquals: { [aud]: placeholder } },
      { Null: { 'aws:x': 'true' }, StringEquals: pinned },
    ],
    [
      'the same operator',
      { StringEquals: { 'aws:x': ['1', '2'], [aud]: placeholder } },
      { StringEquals: { 'aws:x': ['1', '2'], ...pinned } },
    ],
    [
      'the same operator in another case',
      { stringEquals: { 'aws:x': '1', [aud]: placeholder } },
      { stringEquals: { 'aws:x': '1', ...pinned } },
    ],
    [
      'the same operator in two cases',
      { stringequals: { 'aws:x': '1' }, StringEquals: { 'aws:y': '2', [aud]: placeholder } },
      { stringequals: { 'aws:x': '1' }, StringEquals: { 'aws:y': '2', ...pinned } },
    ],
    [
      'what narrows the subject',
      { StringEquals: { [aud]: placeholder }, StringNotEquals: { [sub]: 'x' } },
      { StringEquals: pinned, StringNotEquals: { [sub]: 'x' } },
    ],
    [
      'another claim',
      { StringEquals: { [aud]: placeholder }, 'ForAnyValue:StringLike': { [`${host}:amr`]: 'x' } },
      { StringEquals: pinned, 'ForAnyValue:StringLike': { [`${host}:amr`]: 'x' } },
    ],
    [
      'claims of another issuer',
      { StringEquals: { [aud]: placeholder, 'y.example:sub': 'x' } },
      { StringEquals: { 'y.example:sub': 'x', ...pinned } },
    ],
    [
      'an operator that nobody knows',
      { StringEquals: { [aud]: placeholder }, Perhaps: { a: 'b' } },
      { StringEquals: pinned, Perhaps: { a: 'b' } },
    ],
  ])('keeps a condition: %s', (_what, before, after) => {
    expect(conditionOf(before)).toEqual(after);
  });

  it('keeps a key that has a meaning in the language we are written in', () => {
    const before = document(statement()).replace('"StringEquals":{', '"Null":{"__proto__":"true"},"StringEquals":{');
    const result = pinTrust(before, pins);
    expect(after(before, result)).toContain('"Null":{"__proto__":"true"}');
  });

  it('keeps the name, the actions and every other statement, in their order and to the letter', () => {
    const others = [
      { Sid: 'Humans', Effect: 'Allow', Principal: { AWS: ['1', '2'] }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
      { Effect: 'Deny', NotPrincipal: { AWS: 'x' }, NotAction: 'sts:*', Condition: { Bool: { 'aws:y': false } } },
      statement({ Action: 'sts:TagSession', Condition: undefined }),
      statement({ Principal: { Federated: provider.arn.replace(account, '555555555555') } }),
    ];
    const own = statement({ Sid: 'Jobs', Action: ['sts:TagSession', 'sts:AssumeRoleWithWebIdentity'] });
    const [first, second, third, fourth] = others;
    expect(edited(document(first, own, second, third, statement(), fourth)).Statement).toEqual([
      first,
      { ...own, Condition: { StringEquals: pinned } },
      second,
      third,
      bound,
      fourth,
    ]);
  });

  it('keeps what the document has beside its statements', () => {
    const before = { Id: 'x', Statement: [statement()], Version: '2008-10-17' };
    expect(edited(JSON.stringify(before))).toEqual({ ...before, Statement: [bound] });
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['no policy', '{', ['trust-unreadable']],
    ['something not understood', document(statement({ Condition: { StringEquals: null } })), ['trust-unreadable']],
    ['no statement', document(), ['no-trust-statement']],
    ['other statements only', document(statement({ Effect: 'Deny' })), ['no-trust-statement']],
    [
      'a provider of another account',
      document(statement({ Principal: { Federated: provider.arn.replace(account, '5') } })),
      ['no-trust-statement'],
    ],
    ['a foreign statement', document(withCondition({ StringEquals: { [aud]: 'x' } })), ['trust-statement-foreign']],
    [
      'a foreign statement beside ours',
      document(statement(), withCondition({ StringEquals: { [aud]: 'x' } })),
      ['trust-statement-foreign'],
    ],
    [
      'a statement for everybody beside ours',
      document(statement(), statement({ Principal: '*' })),
      ['trust-statement-shared'],
    ],
    [
      'a statement for all but one beside ours',
      document(statement(), statement({ Principal: undefined, NotPrincipal: { AWS: '1' } })),
      ['trust-statement-shared'],
    ],
    [
      'no audience, and a shared one',
      document(statement({ Condition: undefined }), statement({ Principal: { Federated: provider.arn, AWS: '1' } })),
      ['trust-audience-missing', 'trust-statement-shared'],
    ],
  ])('is impossible with %s', (_what, trustPolicy, codes) => {
    expect(refusal(trustPolicy)).toEqual(codes);
  });

  it('does not take the audience of another role for its own', () => {
    expect(refusal(document(withCondition({ StringEquals: { [aud]: 'c' } })))).toEqual(['trust-statement-foreign']);
    expect(refusal(document(withCondition({ StringEquals: { [aud]: 'c' } })), { ownAudiences: ['c'] })).toEqual([
      'changed',
    ]);
    expect(refusal(document(statement()), { ownAudiences: [] })).toEqual(['trust-statement-foreign']);
  });

  it.each(['', ' ', '*', 'b0*', 'b?', `\${${sub}}`, 'a b', 'a\n', '"', '$'])('never pins %j', (pin) => {
    expect(() => pinTrust(document(statement()), { ...pins, subjects: [subject, pin] })).toThrow(Failure);
    expect(() => pinTrust(document(statement()), { ...pins, audience: pin })).toThrow(Failure);
  });

  it.each(['b0000000-0000-4000-8000-000000000002', 'api://8a7b6c5d/aws-444444444444-web%2B1'])('pins %s', (pin) => {
    expect(edited(document(statement()), { audience: pin }).Statement[0]).toMatchObject({
      Condition: { StringEquals: { [aud]: pin } },
    });
  });
});

describe('several subjects', () => {
  const subjects = [subject, 'c0000000-0000-4000-8000-000000000003'];
  const several = withCondition({ StringEquals: { [aud]: audience, [sub]: subjects } });

  it('are a list, each of them once', () => {
    expect(edited(document(statement()), { subjects: [...subjects, subject] }).Statement).toEqual([several]);
    expect(pinTrust(document(several), { ...pins, subjects })).toEqual({ kind: 'unchanged' });
  });

  it('have no order', () => {
    expect(pinTrust(document(several), { ...pins, subjects: [...subjects].reverse() })).toEqual({ kind: 'unchanged' });
  });

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['one more', [subject], subjects],
    ['one less', subjects, [subject]],
    ['another', subjects, [subject, 'd0000000-0000-4000-8000-000000000004']],
  ])('are written anew with %s', (_what, before, wanted) => {
    const from = document(withCondition({ StringEquals: { [aud]: audience, [sub]: before } }));
    expect(edited(from, { subjects: wanted }).Statement[0]).toMatchObject({
      Condition: { StringEquals: { [sub]: wanted.length === 1 ? wanted[0] : wanted } },
    });
  });

  it('are never none', () => {
    expect(() => pinTrust(document(statement()), { ...pins, subjects: [] })).toThrow(Failure);
    expect(() => pinnedStatement(provider, audience, [])).toThrow(Failure);
  });
});

describe('the quota of a trust policy', () => {
  const padded = (length: number): string =>
    document(statement(), statement({ Effect: 'Deny', Sid: 'x'.repeat(length) }));
  const lengthWith = (padding: number): number => JSON.stringify(edited(padded(padding), { maxLength: 1e6 })).length;

  it('is kept to the character, and is IAM’s default unless given', () => {
    const room = defaultTrustPolicyLength - lengthWith(0);
    expect(refusal(padded(room))).toEqual(['changed']);
    expect(refusal(padded(room + 1))).toEqual(['trust-too-long']);
    expect(refusal(padded(room + 1), { maxLength: defaultTrustPolicyLength + 1 })).toEqual(['changed']);
  });

  it('does not matter where nothing changes', () => {
    expect(refusal(document(bound), { maxLength: 1 })).toEqual(['unchanged']);
  });

  it('is at least what the policy has already', () => {
    const long = document(
      withCondition({ StringEquals: { [aud]: audience }, StringLike: { [sub]: `${subject}*` } }),
      statement({ Effect: 'Deny', Sid: 'x'.repeat(defaultTrustPolicyLength) }),
    );
    expect(refusal(long)).toEqual(['changed']);
  });

  it('does not count white space, which IAM does not', () => {
    const spread = JSON.stringify(JSON.parse(padded(0)), undefined, 10).replaceAll('\n', '\n'.repeat(50));
    expect(spread.length).toBeGreaterThan(defaultTrustPolicyLength);
    expect(refusal(spread)).toEqual(['changed']);
  });
});

describe('a public issuer that is open to everybody', () => {
  const open = statement({
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/gitlab.com` },
    Condition: { StringEquals: { 'gitlab.com:aud': 'https://gitlab.com' } },
  });

  it('makes an edit impossible, for IAM refuses the whole document', () => {
    const result = pinTrust(document(statement(), open), pins);
    expect(result).toMatchObject({ kind: 'impossible', reasons: [{ code: 'trust-public-issuer-open' }] });
  });

  it('does not matter where nothing changes', () => {
    expect(refusal(document(bound, open))).toEqual(['unchanged']);
  });
});

describe('pinnedStatement', () => {
  it('is what pinTrust leaves as it is', () => {
    expect(pinTrust(document(pinnedStatement(provider, audience, [subject])), pins)).toEqual({ kind: 'unchanged' });
  });
});
