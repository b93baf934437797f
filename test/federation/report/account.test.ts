import { createAccountReporter } from '../../../federation/report';
import type { ReportedAccount, ReportedRole } from '../../../schemas/generated/reports/report.types';
import { audience, compiled, host, placeholder, role, subject } from '../support/cases';
import { bound, caller, examined, otherProvider, pinned, trusting, type Situation } from '../support/inventoried';

const observedAt = '2027-01-05T02:00:00.000Z';

const reported = (situation: Situation): ReportedAccount =>
  createAccountReporter(compiled(situation.policy)).observed(examined(situation), observedAt, []);

const github = 'token.actions.githubusercontent.com';
const waiting = trusting(host, { StringEquals: { [`${host}:aud`]: placeholder } });
const open = trusting(host, { StringEquals: { [`${host}:aud`]: audience } });

describe('the state of a role, and whether it is covered', () => {
  const cases: readonly (readonly [what: string, Situation, state: ReportedRole['state'], covered: string])[] = [
    ['bound, and pinned as its record says', {}, 'bound', '1 of 1'],
    [
      'bound by its record, with the placeholder in its trust policy',
      { roles: [role({ trustPolicy: waiting })] },
      'drifted',
      '0 of 0',
    ],
    [
      'waiting for its binding',
      { roles: [role({ trustPolicy: waiting })], bindings: [], applications: [] },
      'pending',
      '0 of 0',
    ],
    [
      'made anew under the name of a bound one',
      { roles: [role({ trustPolicy: waiting, roleId: 'AROANEW' })] },
      'pending',
      '0 of 0',
    ],
    ['let go, with its statement still there', { bindings: [bound({ state: 'unbound' })] }, 'pending', '0 of 1'],
    ['open to every caller of the tenant', { roles: [role({ trustPolicy: open })], bindings: [] }, 'refused', '0 of 1'],
    [
      'trusting an issuer that no policy is for',
      {
        roles: [
          role({ name: 'other', trustPolicy: trusting('example.com', { StringEquals: { 'example.com:sub': 'a' } }) }),
        ],
        bindings: [],
        otherProviders: [otherProvider('example.com')],
      },
      'unmanaged',
      '0 of 1',
    ],
    [
      'unreadable',
      { roles: [role({ trustPolicy: '{"Statement":[{"Federated":' })], bindings: [] },
      'unreadable',
      '0 of 1',
    ],
    [
      'cut off by hand',
      { bindings: [bound({ state: 'revoked' })], roles: [role({ trustPolicy: waiting })] },
      'revoked',
      '0 of 0',
    ],
  ];

  it.each(cases)('%s', (_what, situation, state, covered) => {
    const { roles, coverage } = reported(situation);
    expect(roles.map((each) => each.state)).toEqual([state]);
    expect(`${coverage.covered} of ${coverage.federated}`).toBe(covered);
  });

  it('a role that keeps to a policy for an outside issuer is covered, and only for that issuer', () => {
    const base = compiled();
    const outside = {
      outsideProviders: [
        { name: 'github', kind: 'github' as const, issuer: `https://${github}`, audiences: ['sts.amazonaws.com'] },
      ],
      policies: base.policies.map((policy) => ({
        ...policy,
        identityProvider: 'github',
        caller: { kind: 'outside' as const, subjects: ['repo:acme/*:environment:prod'] },
      })),
    };
    const within = trusting(github, {
      StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: 'repo:acme/web:environment:prod' },
    });
    const found = reported({ policy: outside, roles: [role({ trustPolicy: within })], bindings: [], applications: [] });
    expect(found.roles).toMatchObject([
      { state: 'within-policy', admits: [{ identityProvider: 'github', namedBy: 'policy' }] },
    ]);
    expect(found.coverage).toEqual({ federated: 1, covered: 1 });
  });
});

describe('what is told of a role', () => {
  it('says who may use it, and since when', () => {
    const [only] = reported({
      roles: [role({ trustPolicy: pinned, createdAt: '2026-01-01T23:59:59Z', lastUsedAt: '2027-01-04T09:00:00Z' })],
      bindings: [bound({ boundAt: '2026-01-02T00:10:00.000Z' })],
    }).roles;
    expect(only).toMatchObject({
      caller: 'own-application',
      createdAt: '2026-01-01',
      boundAt: '2026-01-02',
      lastUsedAt: '2027-01-04',
      admits: [{ identityProvider: 'entra-prod', audiences: [audience], subjects: [subject], namedBy: 'binding' }],
    });
    expect(only).not.toHaveProperty('application');
  });

  it('names an application that is not the role’s own', () => {
    const shared = 'aws-shared-payments-ci';
    const [only] = reported({
      bindings: [bound({ caller: 'shared', uniqueName: shared })],
      applications: [caller({ uniqueName: shared, clientId: '00000000-0000-4000-8000-000000000001' })],
    }).roles;
    expect(only).toMatchObject({ application: shared, clientId: '00000000-0000-4000-8000-000000000001' });
  });

  it('tells a pattern from a text, and has live bindings whose roles are not there', () => {
    const { roles } = reported({
      roles: [role({ name: 'any', trustPolicy: trusting('example.com', { StringLike: { 'example.com:sub': 'a*' } }) })],
      bindings: [bound({ state: 'gone' }), bound({ roleName: 'before', state: 'unbound' })],
    });
    expect(roles).toMatchObject([
      { name: 'any', admits: [{ issuer: 'example.com', subjects: [{ like: 'a*' }], namedBy: 'nobody' }] },
      { name: 'web-deployer', state: 'gone', admits: [] },
    ]);
  });
});
