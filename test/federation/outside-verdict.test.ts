import type { CompiledPolicy, Policy } from '../../federation/compiled-policy';
import type { ObservedRole } from '../../federation/observed';
import { decide, isWithinPolicy, type Verdict } from '../../federation/verdict';
import {
  account,
  audience,
  compiled,
  document,
  facts,
  github,
  githubCondition,
  githubHost,
  githubPolicy,
  githubStatement,
  host,
  identityProvider,
  type Json,
  role,
  statement,
  subject,
  withCondition,
} from './support/cases';

const now = new Date('2027-01-05T02:00:00.000Z');
const aud = { [`${githubHost}:aud`]: 'sts.amazonaws.com' };
const sub = (value: unknown): Json => ({ [`${githubHost}:sub`]: value });
const within = 'repo:acme/web:environment:prod';

interface Situation {
  readonly role?: Partial<ObservedRole>;
  readonly policy?: Partial<Policy>;
  readonly compiled?: Partial<CompiledPolicy>;
  readonly audiences?: readonly string[];
  readonly isRevoked?: boolean;
}

const verdictOf = (statements: readonly Json[], situation: Situation = {}): Verdict =>
  decide(
    role({ trustPolicy: document(...statements), ...situation.role }),
    facts,
    { audiences: situation.audiences ?? [], isRevoked: situation.isRevoked ?? false, now },
    compiled({ outsideProviders: [github], policies: [githubPolicy(situation.policy)], ...situation.compiled }),
  );

const codesOf = (verdict: Verdict): readonly string[] => [verdict.kind, ...verdict.reasons.map(({ code }) => code)];

const isWithin = ['leave', 'trust-within-policy'];
const isBeyond = ['refuse', 'trust-subject-not-allowed'];

describe('the condition of a trust statement for an outside issuer', () => {
  it.each<[string, Json | undefined, readonly string[]]>([
    ['names a subject that a pattern matches', githubCondition(), isWithin],
    ['names the pattern itself', { StringEquals: aud, StringLike: sub('repo:acme/*:environment:prod') }, isWithin],
    [
      'names a part of the pattern',
      { StringEquals: aud, StringLike: sub('repo:acme/web-*:environment:prod') },
      isWithin,
    ],
    ['names several subjects that are allowed', githubCondition([within, 'repo:acme/infra:pull_request']), isWithin],
    ['names one more that is not', githubCondition([within, 'repo:acme/web:environment:test']), isBeyond],
    ['names another organization', githubCondition('repo:evil/web:environment:prod'), isBeyond],
    ['names any subject', { StringEquals: aud, StringLike: sub('*') }, [...isBeyond, 'trust-public-issuer-open']],
    ['names what begins like the organization', { StringEquals: aud, StringLike: sub('repo:acme*') }, isBeyond],
    ['names the whole organization', { StringEquals: aud, StringLike: sub('repo:acme/*') }, isBeyond],
    ['names any environment', { StringEquals: aud, StringLike: sub('repo:acme/*:environment:*') }, isBeyond],
    [
      'lets a wildcard cross where the pattern has none',
      { StringEquals: aud, StringLike: sub('repo:acme/*:prod') },
      isBeyond,
    ],
    ['lets one letter be any', { StringEquals: aud, StringLike: sub('repo:acme?web:environment:prod') }, isBeyond],
    ['names no subject', { StringEquals: aud }, [...isBeyond, 'trust-public-issuer-open']],
    ['is an empty list', { StringEquals: { ...aud, ...sub([]) } }, [...isBeyond, 'trust-public-issuer-open']],
    [
      'is not there',
      undefined,
      ['refuse', 'trust-subject-not-allowed', 'trust-audience-missing', 'trust-public-issuer-open'],
    ],
    ['holds without a subject', { StringEquals: aud, StringLikeIfExists: sub(within) }, isBeyond],
    ['holds for a set of none', { StringEquals: aud, 'ForAllValues:StringEquals': sub(within) }, isBeyond],
    ['holds for one of a set', { StringEquals: aud, 'ForAnyValue:StringLike': sub(within) }, isWithin],
    ['does not look at the case', { StringEquals: aud, StringEqualsIgnoreCase: sub(within) }, isBeyond],
    [
      'only says whom not',
      { StringEquals: aud, StringNotLike: sub('repo:evil/*') },
      [...isBeyond, 'trust-public-issuer-open'],
    ],
    [
      'has operator and key in another case',
      { STRINGEQUALS: { [`${githubHost}:AUD`]: 'sts.amazonaws.com', [`${githubHost}:Sub`]: within } },
      isWithin,
    ],
    [
      'has one comparison that is within among several',
      { StringEquals: { ...aud, ...sub(within) }, StringLike: sub('repo:*/web:*') },
      isWithin,
    ],
    [
      'has several comparisons, none within',
      { StringEquals: { ...aud, ...sub('repo:x/y:z') }, StringLike: sub('repo:*') },
      isBeyond,
    ],
    [
      'names another audience',
      { StringEquals: { [`${githubHost}:aud`]: 'other', ...sub(within) } },
      ['refuse', 'trust-audience-not-allowed'],
    ],
    [
      'names another audience too',
      { StringEquals: { [`${githubHost}:aud`]: ['sts.amazonaws.com', 'other'], ...sub(within) } },
      ['refuse', 'trust-audience-not-allowed'],
    ],
    [
      'names any audience',
      { StringLike: { [`${githubHost}:aud`]: '*', ...sub(within) } },
      ['refuse', 'trust-audience-not-allowed'],
    ],
    ['names no audience', { StringEquals: sub(within) }, ['refuse', 'trust-audience-missing']],
    [
      'compares the claims of another issuer',
      { StringEquals: { 'gitlab.com:aud': 'sts.amazonaws.com', 'gitlab.com:sub': within } },
      ['refuse', 'trust-subject-not-allowed', 'trust-audience-missing', 'trust-public-issuer-open'],
    ],
  ])('%s', (_what, condition, expected) => {
    expect(codesOf(verdictOf([githubStatement(condition)]))).toEqual(expected);
  });

  it('must be within in every statement', () => {
    const beyond = githubStatement(githubCondition('repo:evil/x:y'));
    expect(codesOf(verdictOf([githubStatement(githubCondition()), beyond]))).toEqual(isBeyond);
    expect(codesOf(verdictOf([githubStatement(githubCondition()), githubStatement(githubCondition())]))).toEqual(
      isWithin,
    );
  });

  it('is judged by the statement that admits, not by one that denies', () => {
    const denying = { ...githubStatement({ StringLike: sub('*') }), Effect: 'Deny' };
    expect(codesOf(verdictOf([githubStatement(githubCondition()), denying]))).toEqual(isWithin);
  });

  it('names nothing certain by a policy variable, though its letters match', () => {
    const condition = { StringEquals: aud, StringLike: sub('repo:acme/${aws:username}:prod') };
    const policy = githubPolicy({ caller: { kind: 'outside', subjects: ['repo:acme/*:*:prod'] } });
    expect(codesOf(verdictOf([githubStatement(condition)], { policy }))).toEqual(isBeyond);
  });

  it('is named in the sentence', () => {
    const { reasons } = verdictOf([githubStatement(githubCondition([within, 'repo:evil/x:y']))]);
    expect(reasons[0]?.because).toBe(
      'Statement 0 admits the subject repo:evil/x:y, which the policy github-deployers does not allow.',
    );
  });
});

describe('a role under a policy for an outside issuer', () => {
  const good = [githubStatement(githubCondition())];
  const bad = [githubStatement(githubCondition('repo:evil/x:y'))];
  const entraStatement = withCondition({
    StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject },
  });

  it.each<[string, readonly Json[], Situation, readonly string[]]>([
    ['has no statement for it', [statement()], {}, ['leave', 'no-trust-statement']],
    [
      'has none, and the policy reports',
      [statement()],
      { policy: { enforcement: 'audit' } },
      ['leave', 'no-trust-statement', 'enforcement-audit'],
    ],
    [
      'is within, and the policy reports',
      good,
      { policy: { enforcement: 'audit' } },
      ['leave', 'trust-within-policy', 'enforcement-audit'],
    ],
    [
      'is within, and the policy is enforced later',
      good,
      { policy: { enforceFrom: '2027-01-06' } },
      ['leave', 'trust-within-policy', 'enforcement-audit'],
    ],
    ['is beyond, and the policy reports', bad, { policy: { enforcement: 'audit' } }, isBeyond],
    ['breaks a limit', good, { role: { maxSessionDurationSeconds: 7200 } }, ['refuse', 'session-too-long']],
    [
      'is beyond, and breaks a limit',
      bad,
      { role: { maxSessionDurationSeconds: 7200 } },
      [...isBeyond, 'session-too-long'],
    ],
    ['was revoked', good, { isRevoked: true }, ['refuse', 'binding-revoked']],
    [
      'is declared for another policy',
      good,
      { compiled: { bindings: [{ account, role: 'web-deployer', policy: 'x' }] } },
      ['refuse', 'binding-policy-mismatch'],
    ],
    ['names a provider that is gone', good, { compiled: { outsideProviders: [] } }, ['leave', 'no-policy-matches']],
    [
      'names a provider of Microsoft Entra',
      good,
      { policy: { identityProvider: 'entra-prod' } },
      ['leave', 'no-policy-matches'],
    ],
    ['trusts a tenant too', [...good, entraStatement], {}, ['refuse', 'trust-statement-foreign']],
    [
      'trusts a tenant by an audience that it was given once',
      [...good, entraStatement],
      { audiences: [audience] },
      ['refuse', 'trust-statement-foreign'],
    ],
    ['trusts a tenant for the placeholder', [...good, statement()], {}, isWithin],
    [
      'trusts a tenant that is not managed',
      [...good, entraStatement],
      { compiled: { identityProviders: [] } },
      isWithin,
    ],
  ])('that %s', (_what, statements, situation, expected) => {
    expect(codesOf(verdictOf(statements, situation))).toEqual(expected);
  });

  it('has nothing to be told of only where the policy is enforced and kept', () => {
    const audit = { policy: { enforcement: 'audit' } } as const;
    expect([verdictOf(good), verdictOf(good, audit), verdictOf(bad)].map(isWithinPolicy)).toEqual([true, false, false]);
  });

  it('is not bound where a policy of Microsoft Entra names the outside provider', () => {
    const policies = [githubPolicy({ caller: { kind: 'own-application' } })];
    expect(codesOf(verdictOf(good, { compiled: { policies } }))).toEqual(['leave', 'no-policy-matches']);
  });

  it('is held to the issuer of its own provider', () => {
    const hostAndPath = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
    const cluster = {
      name: 'github',
      kind: 'kubernetes',
      issuer: `https://${hostAndPath}`,
      audiences: ['a', 'b'],
    } as const;
    const trusted = {
      ...statement({ Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${hostAndPath}` } }),
      Condition: {
        StringEquals: { [`${hostAndPath}:aud`]: 'b', [`${hostAndPath}:sub`]: 'system:serviceaccount:ns:x' },
      },
    };
    const policies = [githubPolicy({ caller: { kind: 'outside', subjects: ['system:serviceaccount:ns:*'] } })];
    const changed = { compiled: { outsideProviders: [cluster], identityProviders: [identityProvider], policies } };
    expect(codesOf(verdictOf([trusted], changed))).toEqual(isWithin);
  });
});
