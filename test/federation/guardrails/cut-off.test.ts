import { type AccountIssuers, guardrailCuts } from '../../../federation/guardrails/cut-off';

const tenant = 'sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/';
const cluster = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
const github = 'token.actions.githubusercontent.com';
const allowed = { managed: [tenant], patterns: ['oidc.eks.*.amazonaws.com/id/*'] };
const account = '444444444444';
const used = (roles: Readonly<Record<string, readonly string[]>>, ...providers: readonly string[]): AccountIssuers => ({
  account,
  providers,
  roles: Object.entries(roles).map(([role, issuers]) => ({ role, issuers })),
});
const cut = (issuer: string, roles: readonly string[], hasProvider: boolean) => ({
  account,
  issuer,
  roles,
  hasProvider,
});

describe('what guardrails would cut off', () => {
  it.each<readonly [what: string, used: AccountIssuers, signIns: readonly object[], creations: readonly string[]]>([
    ['nothing where nothing is used', used({}), [], []],
    ['nothing of a managed issuer and a listed cluster', used({ a: [tenant], b: [cluster] }, tenant, cluster), [], []],
    ['nothing of a managed issuer that a role names without its slash', used({ a: [tenant.slice(0, -1)] }), [], []],
    ['an issuer that is not listed', used({ a: [github], b: [tenant] }, github), [cut(github, ['a'], true)], [github]],
    [
      'all roles of an issuer together, sorted, each once',
      used({ c: [github], a: [github, tenant], b: [`https://${github}`, github] }, github),
      [cut(github, ['a', 'b', 'c'], true)],
      [github],
    ],
    ['no sign-in through a provider that no role trusts, but its creation', used({ a: [tenant] }, github), [], [github]],
    [
      'an issuer without a provider, which STS may know by itself',
      used({ a: ['cognito-identity.amazonaws.com'] }),
      [cut('cognito-identity.amazonaws.com', ['a'], false)],
      [],
    ],
    [
      'an issuer, however it is written',
      used({ a: [`arn:aws:iam::${account}:oidc-provider/${github}`] }, `https://${github}`),
      [cut(github, ['a'], true)],
      [github],
    ],
    ['issuers in their order', used({}, 'z.example.com', 'a.example.com'), [], ['a.example.com', 'z.example.com']],
  ])('%s', (_what, accountIssuers, signIns, creations) => {
    expect(guardrailCuts(allowed, [accountIssuers])).toEqual({
      signIns,
      creations: creations.map((issuer) => ({ account, issuer })),
    });
  });

  it('keeps accounts apart, in the order of their ids', () => {
    const other = { ...used({ other: [github] }, github), account: '111111111111' };
    const { signIns, creations } = guardrailCuts(allowed, [used({ one: [github] }), other]);
    expect(signIns).toEqual([
      { ...cut(github, ['other'], true), account: '111111111111' },
      cut(github, ['one'], false),
    ]);
    expect(creations).toEqual([{ account: '111111111111', issuer: github }]);
  });
});
