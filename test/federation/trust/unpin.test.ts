import { defaultTrustPolicyLength, pinTrust } from '../../../federation/trust/pin';
import { unpinTrust, type Unpins } from '../../../federation/trust/unpin';
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
const sub = `${host}:sub`;
const bare = host.slice(0, -1);
const unpins: Unpins = { provider, ownAudiences: [placeholder, audience] };
const bound = withCondition({ StringEquals: { [aud]: audience, [sub]: subject } });
const unbound = withCondition({ StringEquals: { [aud]: placeholder, [sub]: subject } });
const github = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;

const edited = (trustPolicy: string, change: Partial<Unpins> = {}): readonly Json[] => {
  const result = unpinTrust(trustPolicy, { ...unpins, ...change });
  if (result.kind !== 'changed') throw new TypeError(`It is ${JSON.stringify(result)}.`);
  return (JSON.parse(result.document) as { Statement: readonly Json[] }).Statement;
};
const conditionOf = (Condition: unknown): unknown => edited(document(withCondition(Condition)))[0]!['Condition'];

describe('unpinTrust', () => {
  it('writes the placeholder back and keeps the subject', () => {
    expect(edited(document(bound))).toEqual([unbound]);
  });

  it('is undone by pinTrust', () => {
    expect(pinTrust(document(unbound), pins)).toEqual({ kind: 'changed', document: document(bound) });
  });

  it.each<readonly [string, unknown, unknown]>([
    ['a list', { StringEquals: { [aud]: [audience] } }, { StringEquals: { [aud]: placeholder } }],
    [
      'a list that has the placeholder too',
      { StringEquals: { [aud]: [placeholder, audience] } },
      { StringEquals: { [aud]: placeholder } },
    ],
    [
      'several subjects',
      { StringEquals: { [aud]: audience, [sub]: [subject, 'x'] } },
      { StringEquals: { [aud]: placeholder, [sub]: [subject, 'x'] } },
    ],
    [
      'a subject that nobody pinned',
      { StringEquals: { [aud]: audience }, StringLike: { [sub]: '*' } },
      { StringEquals: { [aud]: placeholder }, StringLike: { [sub]: '*' } },
    ],
    [
      'the key without its slash, in another case',
      { StringEquals: { [`${bare}:AUD`]: audience } },
      { StringEquals: { [`${bare}:AUD`]: placeholder } },
    ],
    [
      'two comparisons',
      { StringEquals: { [aud]: placeholder }, 'ForAnyValue:StringLikeIfExists': { [aud]: audience } },
      { StringEquals: { [aud]: placeholder }, 'ForAnyValue:StringLikeIfExists': { [aud]: placeholder } },
    ],
    [
      'what only narrows the audience',
      { StringEquals: { [aud]: audience }, StringNotLike: { [aud]: 'x*' }, Null: { [aud]: 'false' } },
      { StringEquals: { [aud]: placeholder }, StringNotLike: { [aud]: 'x*' }, Null: { [aud]: 'false' } },
    ],
    [
      'the audience of another issuer',
      { StringEquals: { [aud]: audience, 'y.example:aud': audience } },
      { StringEquals: { [aud]: placeholder, 'y.example:aud': audience } },
    ],
  ])('leaves all but the audience to the letter: %s', (_what, before, after) => {
    expect(JSON.stringify(conditionOf(before))).toBe(JSON.stringify(after));
  });

  it('leaves the form of the principal and the action', () => {
    const own = statement({
      Sid: 'Jobs',
      Principal: { Federated: [provider.arn.slice(0, -1)] },
      Action: ['sts:TagSession', 'sts:*'],
      Condition: bound['Condition'],
    });
    expect(edited(document(own))).toEqual([{ ...own, Condition: unbound['Condition'] }]);
  });

  it('takes out every statement of its own, and those of others neither change nor stand in the way', () => {
    const others = [
      { Sid: 'Humans', Effect: 'Allow', Principal: { AWS: ['1', '2'] }, Action: 'sts:AssumeRole' },
      withCondition({ StringEquals: { [aud]: 'somebody-elses' } }),
      statement({
        Principal: { Federated: [provider.arn, github] },
        Condition: {
          StringEquals: {
            [`${github}:sub`]: 'x',
            'token.actions.githubusercontent.com:sub': 'repo:acme/a:ref:x',
            [aud]: audience,
          },
        },
      }),
      statement({ Condition: undefined }),
      { ...bound, Effect: 'Deny' },
    ];
    const [first, second, third, fourth, fifth] = others;
    expect(edited(document(first, bound, second, third, unbound, fourth, bound, fifth))).toEqual([
      first,
      unbound,
      second,
      third,
      unbound,
      fourth,
      unbound,
      fifth,
    ]);
  });

  it.each<readonly [string, string]>([
    ['no statement', document()],
    ['the placeholder already', document(unbound)],
    ['the placeholder in a list', document(withCondition({ StringEquals: { [aud]: [placeholder] } }))],
    ['the audience of somebody else', document(withCondition({ StringEquals: { [aud]: 'x' } }))],
    ['its own beside that of somebody else', document(withCondition({ StringEquals: { [aud]: [audience, 'x'] } }))],
    ['everybody', document({ ...bound, Principal: '*' })],
    ['a Deny', document({ ...bound, Effect: 'Deny' })],
    [
      'the provider of another account',
      document({ ...bound, Principal: { Federated: provider.arn.replace(account, '5') } }),
    ],
  ])('has nothing to do with %s', (_what, trustPolicy) => {
    expect(unpinTrust(trustPolicy, { ...unpins, maxLength: 1 })).toEqual({ kind: 'unchanged' });
  });

  it.each<readonly [string, string, string]>([
    ['what is no policy', '{', 'trust-unreadable'],
    [
      'a public issuer that is open to everybody',
      document(bound, statement({ Principal: { Federated: github } })),
      'trust-public-issuer-open',
    ],
  ])('is impossible with %s', (_what, trustPolicy, code) => {
    expect(unpinTrust(trustPolicy, unpins)).toMatchObject({ kind: 'impossible', reasons: [{ code }] });
  });

  it('keeps to the quota, where the policy is not longer already', () => {
    const short: Unpins = { provider, ownAudiences: ['a'] };
    const padded = (length: number): string =>
      document(withCondition({ StringEquals: { [aud]: 'a' } }), statement({ Effect: 'Deny', Sid: 'x'.repeat(length) }));
    const room = defaultTrustPolicyLength - padded(0).length;
    expect(unpinTrust(padded(room - placeholder.length + 1), short).kind).toBe('changed');
    expect(unpinTrust(padded(room), short)).toMatchObject({ reasons: [{ code: 'trust-too-long' }] });
    expect(unpinTrust(padded(room), { ...short, maxLength: 4096 }).kind).toBe('changed');
    expect(unpinTrust(document(bound, statement({ Sid: 'x'.repeat(4096) })), unpins).kind).toBe('changed');
  });
});
