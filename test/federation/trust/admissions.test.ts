import { admissionsOf, describeAdmission, type Admission } from '../../../federation/trust/admissions';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { admitsSomebody, widening } from '../../../federation/trust/widening';
import { account, document, host, provider, statement, withCondition } from '../support/cases';

const admissionsIn = (...statements: readonly unknown[]): readonly Admission[] => {
  const policy = parseTrustPolicy(document(...statements));
  if (policy === undefined) throw new RangeError('The case is no trust policy.');
  return admissionsOf(policy);
};
const said = (...statements: readonly unknown[]) => admissionsIn(...statements).map(describeAdmission);
const aud = `${host}:aud`;
const sub = `${host}:sub`;
const of = (issuer: string) => `arn:aws:iam::${account}:oidc-provider/${issuer}`;

describe('whom a statement admits', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['by audience and subject', { StringEquals: { [aud]: 'a', [sub]: 's' } }, [`tokens of ${host} for a, subject s`]],
    [
      'by lists',
      { StringEquals: { [aud]: ['a', 'b'], [sub]: ['s', 't'] } },
      [`tokens of ${host} for a or b, subject s or t`],
    ],
    ['without a condition', undefined, [`tokens of ${host} for any audience, subject any`]],
    ['by a pattern', { StringLike: { [sub]: 's*' } }, [`tokens of ${host} for any audience, subject s*`]],
    [
      'by two conditions on one claim, the narrower',
      { StringLike: { [sub]: 's*' }, StringEquals: { [sub]: ['s1', 'x'] } },
      [`tokens of ${host} for any audience, subject s1`],
    ],
    [
      'by two patterns of which neither is the narrower, by the first',
      {
        StringLike: { [sub]: ['repo:acme/x', 'repo:evil/*'] },
        'ForAnyValue:StringLike': { [sub]: ['repo:acme/x', '*:main'] },
      },
      [`tokens of ${host} for any audience, subject repo:acme/x or repo:evil/*`],
    ],
    [
      'by two patterns that have nothing in common beside what is in both',
      { StringLike: { [sub]: ['repo:acme/x', 'repo:evil/*'] }, 'ForAnyValue:StringLike': { [sub]: ['repo:acme/*'] } },
      [`tokens of ${host} for any audience, subject repo:acme/x`],
    ],
    [
      'by nothing where a policy variable stands for what is compared',
      { StringEquals: { [sub]: `\${${sub}}` } },
      [`tokens of ${host} for any audience, subject any, if StringEquals ${sub} \${${sub}}`],
    ],
    [
      'by two conditions that cannot be brought together, with both told',
      { StringLike: { [sub]: 's*' }, StringEqualsIgnoreCase: { [sub]: 'T' } },
      [`tokens of ${host} for any audience, subject s*, if StringEqualsIgnoreCase ${sub} T`],
    ],
    [
      'by nothing where every value will do without the claim',
      { 'ForAllValues:StringLike': { [sub]: 's' } },
      [`tokens of ${host} for any audience, subject any, if ForAllValues:StringLike ${sub} s`],
    ],
    [
      'by nothing where the claim may be absent',
      { StringEqualsIfExists: { [sub]: 's' } },
      [`tokens of ${host} for any audience, subject any, if StringEqualsIfExists ${sub} s`],
    ],
    [
      'under other conditions',
      { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      [`tokens of ${host} for any audience, subject any, if IpAddress aws:SourceIp 10.0.0.0/8`],
    ],
    [
      'but for some',
      { StringNotEquals: { [sub]: 's' } },
      [`tokens of ${host} for any audience, subject any, if StringNotEquals ${sub} s`],
    ],
    ['never, by a claim of another issuer', { StringEquals: { 'example.com:sub': 's' } }, []],
    ['never, by the key without the slash of the issuer', { StringEquals: { [`${host.slice(0, -1)}:sub`]: 's' } }, []],
    [
      'whatever the case of the key',
      { StringEquals: { [sub.toUpperCase()]: 's' } },
      [`tokens of ${host} for any audience, subject s`],
    ],
  ])('%s', (_what, condition, expected) => {
    expect(said(condition === undefined ? statement({ Condition: undefined }) : withCondition(condition))).toEqual(
      expected,
    );
  });

  it.each<[string, unknown, readonly string[]]>([
    ['every provider by `*`', { Principal: '*' }, ['*']],
    ['every provider by a federated `*`', { Principal: { Federated: '*' } }, ['*']],
    ['everybody but some', { Principal: undefined, NotPrincipal: { AWS: account } }, ['*']],
    ['several providers', { Principal: { Federated: [of('a.example'), of('b.example')] } }, ['a.example', 'b.example']],
    [
      'an issuer that STS knows by itself',
      { Principal: { Federated: 'cognito-identity.amazonaws.com' } },
      ['cognito-identity.amazonaws.com'],
    ],
    ['no SAML provider', { Principal: { Federated: `arn:aws:iam::${account}:saml-provider/okta` } }, []],
    ['no service', { Principal: { Service: 'ec2.amazonaws.com' } }, []],
    ['nobody by another action', { Action: 'sts:AssumeRole' }, []],
    ['whoever any action of STS admits', { Action: 'sts:*' }, [host]],
    ['nobody by a Deny', { Effect: 'Deny' }, []],
  ])('admits %s', (_what, change, issuers) => {
    expect(
      admissionsIn(statement({ Condition: undefined, ...(change as object) })).map(({ issuer }) => issuer),
    ).toEqual(issuers);
  });

  it('is the issuer of the claims where every provider is meant', () => {
    const [admission] = admissionsIn(statement({ Principal: '*', Condition: { StringEquals: { [sub]: 's' } } }));
    expect(admission?.issuer).toBe(host);
  });

  it('tells of a Deny beside it', () => {
    expect(said(statement({ Condition: undefined }), statement({ Effect: 'Deny' }))).toEqual([
      `tokens of ${host} for any audience, subject any, if Statement 1 denies some of it.`,
    ]);
  });
});

describe('widening', () => {
  const by = (condition: unknown, change: object = {}) => admissionsIn(statement({ ...change, Condition: condition }));
  const one = by({ StringEquals: { [aud]: 'a', [sub]: 's' } });
  it.each<[string, readonly Admission[], readonly Admission[], boolean]>([
    ['the same', one, one, false],
    ['somebody where nobody was', [], one, true],
    ['nobody', one, [], false],
    ['nobody by the placeholder', [], by({ StringEquals: { [aud]: 'oidc-factory-pending' } }), false],
    [
      'somebody by the placeholder, where the issuer grants any audience',
      [],
      by(
        { StringEquals: { 'gitlab.com:aud': 'oidc-factory-pending' } },
        { Principal: { Federated: of('gitlab.com') } },
      ),
      true,
    ],
    ['another subject', one, by({ StringEquals: { [aud]: 'a', [sub]: 't' } }), true],
    ['one subject more', one, by({ StringEquals: { [aud]: 'a', [sub]: ['s', 't'] } }), true],
    ['one of two subjects', by({ StringEquals: { [aud]: 'a', [sub]: ['s', 't'] } }), one, false],
    ['another audience', one, by({ StringEquals: { [aud]: 'b', [sub]: 's' } }), true],
    ['any subject', one, by({ StringEquals: { [aud]: 'a' } }), true],
    ['one subject of any', by({ StringEquals: { [aud]: 'a' } }), one, false],
    [
      'what a pattern had',
      by({ StringLike: { [aud]: 'a', [sub]: 's*' } }),
      by({ StringEquals: { [aud]: 'a', [sub]: 's1' } }),
      false,
    ],
    [
      'what a pattern had not',
      by({ StringLike: { [aud]: 'a', [sub]: 's*' } }),
      by({ StringEquals: { [aud]: 'a', [sub]: 't1' } }),
      true,
    ],
    ['a narrower pattern', by({ StringLike: { [sub]: 's*' } }), by({ StringLike: { [sub]: 's1*' } }), false],
    ['a wider pattern', by({ StringLike: { [sub]: 's1*' } }), by({ StringLike: { [sub]: 's*' } }), true],
    [
      'a pattern in the place of its own letters',
      by({ StringEquals: { [sub]: 's*' } }),
      by({ StringLike: { [sub]: 's*' } }),
      true,
    ],
    [
      'what loses a condition',
      by({ StringEquals: { [sub]: 's' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
      by({ StringEquals: { [sub]: 's' } }),
      true,
    ],
    [
      'what gains a condition',
      by({ StringEquals: { [sub]: 's' } }),
      by({ StringEquals: { [sub]: 's' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
      false,
    ],
    ['another issuer', one, by(undefined, { Principal: { Federated: of('example.com') } }), true],
    ['one of every issuer', by(undefined, { Principal: '*' }), one, false],
  ])('admits %s', (_what, before, after, widens) => {
    expect(widening(before, after).length > 0).toBe(widens);
  });

  it('takes a statement that IAM would never match for nobody', () => {
    expect(by({ StringEquals: { [sub]: [] } }).some(admitsSomebody)).toBe(false);
  });

  it('knows the provider of the cases', () => {
    expect(provider.arn).toBe(of(host));
  });
});
