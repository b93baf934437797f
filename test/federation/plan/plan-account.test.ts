import { planAccount, whoCan } from '../../../federation/plan';
import { examineRoles } from '../../../federation/examine';
import { describeAdmission } from '../../../federation/trust/admissions';
import {
  account,
  audience,
  compiled,
  document,
  facts,
  github,
  githubCondition,
  githubPolicy,
  githubStatement,
  host,
  placeholder,
  policy,
  provider,
  role,
  statement,
  subject,
  withCondition,
} from '../support/cases';
import {
  bound,
  hoursAgo,
  caller,
  inventoried,
  managed,
  trustStatement,
  uniqueName,
  type Situation,
} from '../support/inventoried';

const actionsIn = (situation: Situation) => planAccount(inventoried(situation), compiled(situation.policy)).actions;
const own = { role: 'web-deployer', policy: 'workloads-prod' };
const admitted = `tokens of ${host} for ${audience}, subject ${subject}`;
const fresh: Situation = { roles: [role()], bindings: [], applications: [], provider: managed(placeholder) };

/** A role that no policy is for has the statement of its former binding, whose audience nothing lists. */
const putBack: Situation = {
  bindings: [bound({ state: 'unbound' })],
  applications: [],
  provider: managed(placeholder),
  policy: { policies: [] },
};

describe('what is to be done', () => {
  it.each<[string, Situation, Readonly<Record<string, unknown>>[]]>([
    ['nothing, where all is as wanted', {}, []],
    [
      'nothing, where the policy only reports',
      { ...fresh, policy: { policies: [policy({ enforcement: 'audit' })] } },
      [],
    ],
    ['nothing, where a role is refused', { ...fresh, roles: [role({ maxSessionDurationSeconds: 7200 })] }, []],
    [
      'to bind a fresh role',
      fresh,
      [
        {
          kind: 'bind',
          effect: 'create',
          ...own,
          before: [],
          after: [`tokens of ${host} for client-id-of:${uniqueName}, subject service-principal-of:${uniqueName}`],
          widens: true,
        },
      ],
    ],
    [
      'to bind a role whose trust policy was written back',
      { roles: [role()] },
      [{ kind: 'bind', effect: 'change', ...own, before: [], after: [admitted], widens: true }],
    ],
    [
      'to make a caller good that has a secret',
      { applications: [caller({ isSound: false })] },
      [{ kind: 'bind', effect: 'change', ...own, before: [admitted], after: [admitted], widens: false }],
    ],
    [
      'to bind a role to callers that exist',
      { ...fresh, policy: { policies: [policy({ caller: { kind: 'existing', principals: [subject], audience } })] } },
      [{ kind: 'bind', effect: 'create', ...own, before: [], after: [admitted], widens: true }],
    ],
    [
      'to close the statement of a binding that has ended, which admits nobody',
      { ...putBack, seen: ['statement web-deployer'] },
      [{ kind: 'release', effect: 'remove', ...own, before: [], after: [], widens: false }],
    ],
    ['nothing, where such a statement was not seen before', putBack, []],
    [
      'to take the binding of a role back that no policy is for',
      { policy: { policies: [] } },
      [{ kind: 'release', effect: 'remove', ...own, before: [admitted], after: [], widens: false }],
    ],
    [
      'to take the binding back in an account that is out of scope',
      { unit: '/Elsewhere' },
      [{ kind: 'release', effect: 'remove', ...own, before: [admitted], after: [], widens: false }],
    ],
    [
      'to remove what a deleted role has left, once it was missed a day',
      { roles: [], seen: ['role web-deployer'] },
      [{ kind: 'remove', effect: 'remove', role: 'web-deployer', before: [], after: [], widens: false }],
    ],
    ['nothing, where a role is missed for the first time', { roles: [] }, []],
    [
      'to cut off what has ended, as was announced',
      {
        bindings: [
          bound({
            boundAt: hoursAgo(31 * 24),
            expiryAnnounced: { expiresAt: hoursAgo(24), at: hoursAgo(15 * 24) },
          }),
        ],
        policy: { policies: [policy({ expiry: { afterDays: 30, announceDays: 14 } })] },
      },
      [{ kind: 'revoke', effect: 'remove', ...own, before: [admitted], after: [], widens: false }],
    ],
    [
      'nothing, where what has ended was not announced yet',
      {
        bindings: [bound({ boundAt: hoursAgo(31 * 24) })],
        policy: { policies: [policy({ expiry: { afterDays: 30, announceDays: 14 } })] },
      },
      [],
    ],
    ['nothing, where a revoked role is cut off', { bindings: [bound({ state: 'revoked' })], roles: [role()] }, []],
    [
      'to cut a revoked role off that somebody has put back',
      { bindings: [bound({ state: 'revoked' })] },
      [{ kind: 'revoke', effect: 'remove', ...own, before: [admitted], after: [], widens: false }],
    ],
    [
      'to cut a revoked role off whose sessions are denied no more',
      { bindings: [bound({ state: 'revoked' })], roles: [role({ managedPolicies: [] })] },
      [{ kind: 'revoke', effect: 'remove', ...own, before: [], after: [], widens: false }],
    ],
    [
      'to make ready what is declared',
      {
        roles: [],
        bindings: [],
        applications: [],
        policy: { bindings: [{ account, role: 'later', policy: 'workloads-prod' }] },
      },
      [{ kind: 'declare', effect: 'create', role: 'later', before: [], after: [], widens: false }],
    ],
    [
      'to remove an audience that nobody accounts for',
      {
        roles: [],
        bindings: [bound({ state: 'unbound' })],
        applications: [],
        seen: [`audience entra-prod ${audience}`],
      },
      [{ kind: 'remove-audience', effect: 'remove', subject: audience }],
    ],
    [
      'to retire an application that nobody accounts for',
      { roles: [], bindings: [], provider: managed(placeholder), seen: [`application entra-prod ${uniqueName}`] },
      [{ kind: 'retire-application', effect: 'remove', subject: uniqueName }],
    ],
    [
      'to make a provider that roles need',
      { ...fresh, provider: null },
      [{ kind: 'create-provider', effect: 'create', subject: `https://${host}` }, { kind: 'bind' }],
    ],
    ['no provider, where nobody needs it', { ...fresh, roles: [], provider: null }, []],
    [
      'to give a provider its standing audience back',
      { provider: managed(audience) },
      [{ kind: 'add-standing-audience', effect: 'change', subject: `https://${host}` }],
    ],
  ])('%s', (_what, situation, expected) => {
    const said = actionsIn(situation).map((action) => ({
      ...action,
      before: action.before.map(describeAdmission),
      after: action.after.map(describeAdmission),
    }));
    expect(said).toHaveLength(expected.length);
    for (const action of expected) expect(said).toContainEqual(expect.objectContaining(action));
  });

  it('says of each action why', () => {
    expect(actionsIn({ roles: [role()], applications: [] })[0]?.because).toEqual([
      'Its trust policy does not pin the caller and the audience of its binding.',
      'Its caller is not there, or is not as the factory made it.',
    ]);
  });

  it('leaves statements for others in what comes after', () => {
    const [action] = actionsIn({
      ...fresh,
      roles: [
        role({
          trustPolicy: document(
            statement(),
            trustStatement('example.com', { StringEquals: { 'example.com:sub': 'x' } }),
          ),
        }),
      ],
    });
    expect(action?.after.map(({ issuer }) => issuer)).toEqual([host, 'example.com']);
    expect(action?.before.map(({ issuer }) => issuer)).toEqual(['example.com']);
  });

  it('says whose account it is', () => {
    expect(planAccount(inventoried(), compiled()).account).toEqual(facts);
  });
});

describe('who may assume a role', () => {
  const whoIn = (situation: Situation) => {
    const [role] = examineRoles(inventoried(situation), compiled(situation.policy));
    if (role === undefined) throw new RangeError('The case has no role.');
    return whoCan(role).map((each) =>
      each.kind === 'principal'
        ? `${each.statement} ${each.principal}${each.conditions ? ' if' : ''}`
        : `${each.admission.statement} ${each.namedBy}`,
    );
  };
  const having = (...statements: readonly unknown[]): Situation => ({
    roles: [role({ trustPolicy: document(...statements) })],
  });
  const bindingStatement = withCondition({ StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject } });

  it.each<[string, Situation, readonly string[]]>([
    ['the caller of its binding', {}, ['0 binding']],
    ['nobody for the placeholder', { roles: [role()] }, []],
    [
      'somebody whom nobody named',
      having(withCondition({ StringEquals: { [`${host}:aud`]: audience } })),
      ['0 nobody'],
    ],
    ['the caller of an earlier binding', { bindings: [bound({ state: 'unbound' })] }, ['0 nobody']],
    [
      'callers that the policy names',
      {
        bindings: [],
        policy: { policies: [policy({ caller: { kind: 'existing', principals: [subject], audience } })] },
      },
      ['0 policy'],
    ],
    [
      'others than the policy names',
      {
        bindings: [],
        policy: { policies: [policy({ caller: { kind: 'existing', principals: [audience], audience } })] },
      },
      ['0 nobody'],
    ],
    [
      'those of an outside issuer, by whether its policy names them',
      {
        ...having(
          githubStatement(githubCondition()),
          githubStatement(githubCondition('repo:evil/x:environment:prod')),
          trustStatement('gitlab.com', {
            StringEquals: { 'gitlab.com:sub': 'repo:acme/web:environment:prod', 'gitlab.com:aud': 'sts.amazonaws.com' },
          }),
        ),
        bindings: [],
        policy: { outsideProviders: [github], policies: [githubPolicy()] },
      },
      ['0 policy', '1 nobody', '2 nobody'],
    ],
    [
      'those of an outside issuer, where all keep to its policy',
      {
        ...having(githubStatement(githubCondition())),
        bindings: [],
        policy: { outsideProviders: [github], policies: [githubPolicy()] },
      },
      ['0 policy'],
    ],
    [
      'everybody but some',
      having({ Effect: 'Allow', NotPrincipal: { AWS: [account, 'x'] }, Action: 'sts:AssumeRole' }),
      [`0 everybody but AWS ${account}, AWS x`],
    ],
    [
      'principals of AWS, and SAML providers',
      having(
        bindingStatement,
        {
          Effect: 'Allow',
          Principal: { AWS: [account, 'arn:aws:iam::1:role/x'], Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
        {
          Effect: 'Allow',
          Principal: { Federated: provider.arn.replace(/oidc.*/, 'saml-provider/okta') },
          Action: 'sts:AssumeRoleWithSAML',
        },
      ),
      [
        '0 binding',
        `1 AWS ${account} if`,
        '1 AWS arn:aws:iam::1:role/x if',
        '1 Service ec2.amazonaws.com if',
        `2 Federated arn:aws:iam::${account}:saml-provider/okta`,
      ],
    ],
    ['nobody by a Deny', having({ Effect: 'Deny', Principal: { AWS: account }, Action: 'sts:AssumeRole' }), []],
    ['everybody', having({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }), ['0 everybody']],
  ])('%s', (_what, situation, expected) => {
    expect(whoIn(situation)).toEqual(expected);
  });
});
