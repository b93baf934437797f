import {
  type AllowedIssuers,
  isOpenToAnybody,
  mayBeCreated,
  maySignIn,
  strayPatterns,
} from '../../../federation/guardrails/allowed-issuers';

const tenant = 'sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab';
const allowed: AllowedIssuers = {
  managed: [`${tenant}/`],
  patterns: ['oidc.eks.*.amazonaws.com/id/*', 'cognito-identity.amazonaws.com', '*.idp.example.com'],
};

describe('allowed issuers', () => {
  it.each<readonly [what: string, issuer: string, signsIn: boolean, isCreated: boolean]>([
    ['a managed issuer', `${tenant}/`, true, true],
    ['a managed issuer without its slash, which STS may leave out', tenant, true, false],
    ['another tenant', 'sts.windows.net/8a7b6c5d-0000-4000-8000-999999999999/', false, false],
    ['what begins as a managed issuer', `${tenant}/more`, false, false],
    ['what ends as a managed issuer', `example.org/${tenant}/`, false, false],
    ['an issuer to the letter', 'cognito-identity.amazonaws.com', true, true],
    ['an issuer below one to the letter', 'cognito-identity.amazonaws.com/x', false, false],
    ['a cluster by its pattern', 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE', true, true],
    ['a host whose path completes the pattern', 'oidc.eks.example.org/a.amazonaws.com/id/EXAMPLE', false, false],
    ['a host by its pattern', 'one.idp.example.com', true, true],
    ['a host whose path ends as the pattern', 'example.org/one.idp.example.com', false, false],
    ['something else', 'token.actions.githubusercontent.com', false, false],
  ])('%s', (_what, issuer, signsIn, isCreated) => {
    expect([maySignIn(allowed)(issuer), mayBeCreated(allowed)(issuer)]).toEqual([signsIn, isCreated]);
  });

  it('let nothing in where nothing is listed', () => {
    const nothing: AllowedIssuers = { managed: [], patterns: [] };
    expect([maySignIn(nothing)(tenant), mayBeCreated(nothing)(tenant)]).toEqual([false, false]);
  });

  it('have strays for wildcards in a host only, one for each', () => {
    const patterns = ['a.*.example.com/b/*', '*.*.example.com', 'example.com/*'];
    expect(strayPatterns({ managed: [], patterns })).toEqual([
      '*.*/*.example.com',
      '*/*.*.example.com',
      'a.*/*.example.com/b/*',
    ]);
  });

  it.each<readonly [string, boolean]>([
    ['*', true],
    ['*/*', true],
    ['*.com', true],
    ['idp.*', true],
    ['idp.*/tenant', true],
    ['*amazonaws.com', true],
    ['a.*.example*.com', true],
    ['*..com', true],
    ['*.example.com', false],
    ['oidc.eks.*.amazonaws.com/id/*', false],
    ['oidc.eks.*.amazonaws.com.cn/id/*', false],
    ['example.com/*', false],
    ['localhost', false],
  ])('anybody could set up an issuer for %s: %s', (pattern, isOpen) => {
    expect(isOpenToAnybody(pattern)).toBe(isOpen);
  });
});
