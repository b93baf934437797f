import { parseTrustPolicy } from '../../../federation/trust/document';
import { openPublicIssuers } from '../../../federation/trust/public-issuers';
import { account, document, statement, type Json } from '../support/cases';

const arn = (issuer: string): string => `arn:aws:iam::${account}:oidc-provider/${issuer}`;
const trusting = (issuer: string, Condition?: unknown, change: Json = {}): Json =>
  statement({ Principal: { Federated: arn(issuer) }, Condition, ...change });
const open = (...statements: readonly Json[]): readonly string[] =>
  openPublicIssuers(parseTrustPolicy(document(...statements))!).map(({ because }) => because);

const github = 'token.actions.githubusercontent.com';
const mine = { StringLike: { [`${github}:sub`]: 'repo:acme/*' } };

describe('openPublicIssuers', () => {
  it.each<readonly [issuer: string, key: string]>([
    [github, `${github}:sub`],
    [`${github}/acme`, `${github}/acme:sub`],
    ['vstoken.actions.githubusercontent.com', 'vstoken.actions.githubusercontent.com:sub'],
    ['gitlab.com', 'gitlab.com:sub'],
    ['gitlab.com/', 'gitlab.com:sub'],
    ['GitLab.com', 'gitlab.com:sub'],
    ['app.terraform.io', 'app.terraform.io:sub'],
    ['agent.buildkite.com', 'agent.buildkite.com:sub'],
    ['studio.datachain.ai/api', 'studio.datachain.ai/api:sub'],
    ['api.pulumi.com/oidc', 'api.pulumi.com/oidc:aud'],
    ['oidc.vercel.com', 'oidc.vercel.com:aud'],
    ['sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/', 'sts:RoleSessionName'],
  ])('%s wants %s', (issuer, key) => {
    expect(open(trusting(issuer))).toEqual([
      expect.stringContaining(`Statement 0 trusts a public issuer without a condition on ${key},`),
    ]);
    expect(open(trusting(issuer, { StringEquals: { [key]: 'mine' } }))).toEqual([]);
    expect(open(trusting(issuer, { StringEquals: { 'x:sub': 'mine' } }))).toHaveLength(1);
  });

  it.each([
    'gitlab.example.com',
    'notgitlab.com',
    'gitlab.com.example',
    'gitlab.com/acme',
    'oidc.circleci.com/org/1',
    'oidc.vercel.com/acme',
    'api.pulumi.com',
    'sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/',
  ])('%s is nobody else’s', (issuer) => {
    expect(open(trusting(issuer))).toEqual([]);
  });

  it.each<readonly [string, unknown, boolean]>([
    ['StringEquals', { StringEquals: { [`${github}:sub`]: 'repo:acme/a:ref:x' } }, false],
    ['StringLike', mine, false],
    ['a list', { StringLike: { [`${github}:sub`]: ['repo:acme/*', 'repo:other/*'] } }, false],
    ['IfExists', { StringEqualsIfExists: { [`${github}:sub`]: 'repo:acme/a:ref:x' } }, false],
    ['a set', { 'ForAnyValue:StringLike': { [`${github}:sub`]: 'repo:acme/*' } }, false],
    ['another case', { stringlike: { [`${github}:SUB`.toUpperCase()]: 'repo:acme/*' } }, false],
    ['a slash in the key', { StringLike: { [`${github}/:sub`]: 'repo:acme/*' } }, false],
    ['nothing but wildcards', { StringLike: { [`${github}:sub`]: '*?*' } }, true],
    ['wildcards among others', { StringLike: { [`${github}:sub`]: ['repo:acme/*', '*'] } }, true],
    ['an empty list', { StringEquals: { [`${github}:sub`]: [] } }, true],
    ['no text', { StringEquals: { [`${github}:sub`]: '' } }, true],
    ['what only narrows', { StringNotEquals: { [`${github}:sub`]: 'repo:evil/a' } }, true],
    ['a check for being there', { Null: { [`${github}:sub`]: 'false' } }, true],
    ['the audience', { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } }, true],
    ['the subject of another issuer', { StringEquals: { 'gitlab.com:sub': 'x' } }, true],
    ['the subject of an enterprise’s path', { StringEquals: { [`${github}/acme:sub`]: 'x' } }, true],
  ])('a condition on %s', (_what, Condition, isOpen) => {
    expect(open(trusting(github, Condition))).toHaveLength(isOpen ? 1 : 0);
  });

  it('a Deny and other kinds of principals are no matter', () => {
    expect(open(trusting(github, undefined, { Effect: 'Deny' }))).toEqual([]);
    expect(open(statement({ Principal: { AWS: account }, Condition: undefined }))).toEqual([]);
    expect(open(statement({ Principal: { Service: 'lambda.amazonaws.com' }, Condition: undefined }))).toEqual([]);
  });

  it('every statement and every issuer in it is told by index, name and key', () => {
    const both = statement({
      Principal: { Federated: [arn(github), arn('gitlab.com'), arn(github)] },
      Condition: mine,
    });
    expect(open(trusting(github, mine), trusting('gitlab.com', undefined, { Sid: 'Lab' }), both)).toEqual([
      expect.stringContaining('Statement 1 (Lab) trusts a public issuer without a condition on gitlab.com:sub'),
      expect.stringContaining('Statement 2 trusts a public issuer without a condition on gitlab.com:sub'),
    ]);
  });
});
