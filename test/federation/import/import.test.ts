import fc from 'fast-check';
import type { CompiledPolicy, Policy } from '../../../federation/compiled-policy';
import type { FindingId } from '../../../federation/finding-ids';
import { importableOf, importedPolicies, type Candidate } from '../../../federation/import';
import { planAccount } from '../../../federation/plan';
import {
  account,
  audience,
  document,
  github,
  githubCondition,
  githubHost,
  githubPolicy,
  githubStatement,
  host,
  identityProvider,
  type Json,
  placeholder,
  policy,
  role,
  statement,
  subject,
  withCondition,
} from '../support/cases';
import { bound, examined, inventoried, managed, pinned, uniqueName, type Situation } from '../support/inventoried';
import { compiled } from '../support/cases';

const other = 'c0000000-0000-4000-8000-000000000003';
const claims = (aud: unknown, sub?: unknown): Json => ({
  [`${host}:aud`]: aud,
  ...(sub !== undefined && { [`${host}:sub`]: sub }),
});
const byHand = (change: Situation = {}): Situation => ({
  bindings: [],
  applications: [],
  provider: managed(audience),
  policy: { policies: [], outsideProviders: [github] },
  ...change,
});
const withTrust = (trustPolicy: string, policies: readonly Policy[] = []): Situation =>
  byHand({ roles: [role({ trustPolicy })], policy: { policies, outsideProviders: [github] } });
const entra = (condition: Json): string => document(withCondition(condition));
const outside = (sub: unknown): string => document(githubStatement(githubCondition(sub)));

describe('a role', () => {
  it.each<[string, string, number]>([
    ['is left to the policy that it is handed over to', audience, 0],
    ['is taken where something else is handed over for it', other, 1],
  ])('of a policy with callers of its own %s', (_what, application, candidates) => {
    const handOvers = [{ uniqueName, application }];
    const found = importableOf(examined(byHand({ policy: { policies: [policy()], handOvers } })));
    expect([found.candidates.length, found.managed]).toEqual([candidates, 1 - candidates]);
  });

  it.each<[string, string, readonly Policy[], Partial<Candidate>]>([
    [
      'of a tenant is taken with whom it pins',
      pinned,
      [],
      { identityProvider: 'entra-prod', caller: { kind: 'existing', principals: [subject], audience } },
    ],
    [
      'that admits several is taken with all of them',
      entra({ StringEquals: claims(audience, [other, subject]) }),
      [],
      { caller: { kind: 'existing', principals: [subject, other], audience } },
    ],
    [
      'that a policy with callers of its own is for is taken over, with what that asks',
      pinned,
      [policy({ ownerTag: 'owner', expiry: { afterDays: 90, announceDays: 14 } })],
      {
        terms: {
          limits: { maxSessionDurationSeconds: 3600, requirePermissionsBoundary: true },
          ownerTag: 'owner',
          expiry: { afterDays: 90, announceDays: 14 },
        },
      },
    ],
    [
      'of an outside issuer is taken with its subjects',
      document(
        githubStatement(githubCondition('repo:acme/web:environment:prod')),
        githubStatement({
          StringLike: { [`${githubHost}:sub`]: ['repo:acme/infra:*'] },
          StringEquals: { [`${githubHost}:aud`]: 'sts.amazonaws.com' },
        }),
      ),
      [],
      {
        identityProvider: 'github',
        caller: { kind: 'outside', subjects: ['repo:acme/infra:*', 'repo:acme/web:environment:prod'] },
      },
    ],
  ])('%s', (_what, trustPolicy, policies, expected) => {
    const { candidates, leftOut } = importableOf(examined(withTrust(trustPolicy, policies)));
    expect(leftOut).toEqual([]);
    expect(candidates).toMatchObject([{ account, role: 'web-deployer', path: '/ci/', ...expected }]);
    if (expected.terms === undefined) expect(candidates[0]).not.toHaveProperty('terms');
  });

  it.each<[string, Situation, FindingId | undefined]>([
    ['has no sub', withTrust(entra({ StringEquals: claims(audience) })), 'trust-subject-missing'],
    ['has no aud', withTrust(document(statement({ Condition: undefined }))), 'trust-audience-missing'],
    ['has a wildcard', withTrust(entra({ StringLike: claims(audience, '*') })), 'trust-subject-wildcard'],
    ['waits for a policy', withTrust(document(statement())), undefined],
    [
      'has two audiences',
      withTrust(entra({ StringEquals: claims([audience, other], subject) })),
      'trust-statement-foreign',
    ],
    [
      'names an App ID URI',
      withTrust(entra({ StringEquals: claims('api://web', subject) })),
      'trust-statement-foreign',
    ],
    [
      'names ids in capitals',
      withTrust(entra({ StringEquals: claims(audience, subject.toUpperCase()) })),
      'trust-statement-foreign',
    ],
    ['compares patterns', withTrust(entra({ StringLike: claims(audience, subject) })), 'trust-statement-foreign'],
    [
      "is for the factory's own application",
      withTrust(entra({ StringEquals: claims(identityProvider.factoryClientId, subject) })),
      'trust-statement-foreign',
    ],
    [
      'admits other principals',
      withTrust(document({ ...statement(), Principal: '*', Condition: { StringEquals: claims(audience, subject) } })),
      'trust-statement-foreign',
    ],
    [
      'admits different callers',
      withTrust(
        document(
          withCondition({ StringEquals: claims(audience, subject) }),
          withCondition({ StringEquals: claims(audience, other) }),
        ),
      ),
      'trust-statement-foreign',
    ],
    [
      'trusts two identity providers',
      withTrust(
        document(
          JSON.parse(JSON.stringify(withCondition({ StringEquals: claims(audience, subject) }))),
          githubStatement(githubCondition()),
        ),
      ),
      undefined,
    ],
    [
      'breaks what its policy asks',
      withTrust(pinned, [policy({ limits: { requirePermissionsBoundary: true, maxSessionDurationSeconds: 1800 } })]),
      'trust-statement-foreign',
    ],
    [
      'has a policy that names others',
      withTrust(pinned, [policy({ caller: { kind: 'existing', principals: [other], audience } })]),
      'trust-statement-foreign',
    ],
    [
      'is too wide',
      withTrust(document(githubStatement({ StringLike: { [`${githubHost}:sub`]: 'repo:acme*' } }))),
      'trust-subject-wildcard',
    ],
    ['has a variable', withTrust(outside('repo:acme/${aws:username}:ref')), 'trust-subject-wildcard'],
    ['has a star that is a letter', withTrust(outside('repo:acme/web:*')), 'trust-subject-wildcard'],
    ['has no outside subject', withTrust(document(githubStatement({}))), 'trust-subject-missing'],
    ['goes beyond its policy', withTrust(outside('repo:acme/other:ref:x'), [githubPolicy()]), 'trust-beyond-policy'],
    [
      'trusts an issuer that the YAML does not have',
      withTrust(
        document({
          ...statement(),
          Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/idp.example` },
          Condition: undefined,
        }),
      ),
      'trust-unknown-issuer',
    ],
    ['cannot be read', byHand({ roles: [role({ trustPolicy: '{"Federated":1}' })] }), 'trust-unreadable'],
    [
      'is one of the account’s own',
      byHand({ roles: [role({ name: 'cdk-web', path: '/', trustPolicy: pinned })] }),
      undefined,
    ],
    ['is in an account out of scope', byHand({ unit: '/Security', roles: [role({ trustPolicy: pinned })] }), undefined],
  ])('that %s stays as it is', (_what, situation, finding) => {
    const { candidates, leftOut } = importableOf(examined(situation));
    expect(candidates).toEqual([]);
    expect(leftOut).toEqual([expect.objectContaining({ account, because: expect.stringMatching(/\.$/) as string })]);
    expect(leftOut[0]?.finding).toBe(finding);
  });

  it('that is bound is managed, and one that trusts nobody outside is nobody’s business', () => {
    const service = document({
      Effect: 'Allow',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    });
    expect(importableOf(examined())).toMatchObject({ candidates: [], leftOut: [], managed: 1 });
    expect(importableOf(examined(withTrust(service)))).toMatchObject({ candidates: [], leftOut: [], managed: 0 });
  });

  it('that an earlier import has brought in is a candidate again', () => {
    const record = bound({ caller: 'existing', policy: 'imported-1', uniqueName: undefined });
    const { candidates } = importableOf(
      examined(byHand({ roles: [role({ trustPolicy: pinned })], bindings: [record] })),
    );
    expect(candidates).toHaveLength(1);
  });
});

describe('a provider', () => {
  it.each<[string, Situation, readonly string[]]>([
    ['made by hand', byHand(), ['entra-prod']],
    ["of the factory's own", byHand({ provider: managed(placeholder, audience), bindings: [bound()] }), []],
    [
      'made by hand, with the placeholder that the factory gave it',
      byHand({ provider: managed(placeholder, audience) }),
      ['entra-prod'],
    ],
    ['that is not there', byHand({ provider: null }), []],
    ['in an account out of scope', byHand({ unit: '/Security' }), []],
    [
      'of an outside issuer, made by hand',
      byHand({
        provider: null,
        otherProviders: [{ arn: 'x', issuer: github.issuer, audiences: ['sts.amazonaws.com'] }],
      }),
      ['github'],
    ],
    [
      'of an outside issuer, where the factory has been',
      byHand({
        provider: null,
        roles: [role({ name: 'oidc-factory-access', path: '/', trustPolicy: '{}' })],
        otherProviders: [{ arn: 'x', issuer: github.issuer, audiences: ['sts.amazonaws.com'] }],
      }),
      [],
    ],
  ])('%s', (_what, situation, expected) => {
    expect(importableOf(examined(situation)).providers).toEqual(expected);
  });
});

const caller = { kind: 'existing', principals: [subject], audience } as const;
const candidate = (at: string, name: string, change: Partial<Candidate> = {}): Candidate => ({
  account: at,
  role: name,
  path: '/',
  identityProvider: 'entra-prod',
  caller,
  ...change,
});

describe('the policies', () => {
  it('are for the roles that were found, each of them, and for no other', () => {
    const candidates = fc.uniqueArray(
      fc.record({
        account: fc.constantFrom('1', '2', '3'),
        role: fc.constantFrom('a', 'b', 'c'),
        path: fc.constantFrom('/', '/ci/'),
        second: fc.boolean(),
      }),
      { selector: ({ account: at, role: name }) => `${at}/${name}`, maxLength: 9 },
    );
    fc.assert(
      fc.property(candidates, (some) => {
        const given = some.map(({ account: at, role: name, path, second }) =>
          candidate(at, name, { path, caller: second ? { ...caller, principals: [other] } : caller }),
        );
        const policies = importedPolicies(given, 100);
        const told = policies.flatMap(({ accounts, roles, path, caller: its }) =>
          accounts.flatMap((at) => roles.map((name) => JSON.stringify([at, name, path, its]))),
        );
        expect(told.toSorted()).toEqual(
          given.map((one) => JSON.stringify([one.account, one.role, one.path, one.caller])).toSorted(),
        );
        expect(policies.map(({ priority }) => priority)).toEqual(
          policies.map((_, index) => 100 - policies.length + index),
        );
        expect(importedPolicies(given.toReversed(), 100)).toEqual(policies);
      }),
    );
  });

  it('have nothing done to the roles that they are for, and let in whom these let in', () => {
    const condition = fc.constantFrom<Json>(
      { StringEquals: claims(audience, subject) },
      { StringEquals: claims([audience], [other, subject]) },
      { StringEquals: claims(audience) },
      { StringLike: claims(audience, '*') },
      { StringEquals: claims(other, subject), IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    );
    const roles = fc.array(fc.array(condition, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 });
    const before = fc.constantFrom<readonly Policy[]>(
      [],
      [policy()],
      [policy({ enforcement: 'audit' })],
      [policy({ match: { roleNames: ['role-0'] } })],
    );
    fc.assert(
      fc.property(roles, before, (some, policies) => {
        const situation: Situation = byHand({
          roles: some.map((conditions, index) =>
            role({
              name: `role-${index}`,
              roleId: `AROA${index}`,
              trustPolicy: document(...conditions.map(withCondition)),
            }),
          ),
          policy: { policies },
        });
        const { candidates } = importableOf(examined(situation));
        const imported = importedPolicies(candidates, 100).map((one): Policy => {
          const { accounts, roles: names, path, terms, caller: its, ...rest } = one;
          return policy({
            ...rest,
            caller: its,
            match: { accountIds: accounts, roleNames: names, rolePaths: [path] },
            limits: terms?.limits ?? { requirePermissionsBoundary: false },
            enforcement: 'audit',
          });
        });
        const names = new Set(candidates.map(({ role: name }) => name));
        const after = compiled({ policies: [...imported, ...policies] });
        const ofImported = (plan: CompiledPolicy) =>
          planAccount(inventoried(situation), plan).actions.filter(({ role: name }) => names.has(name ?? ''));
        expect(ofImported(after)).toEqual([]);
        const enforced = {
          ...after,
          policies: after.policies.map((one) => ({ ...one, enforcement: 'enforce' as const })),
        };
        for (const action of ofImported(enforced)) {
          expect(action).toMatchObject({ kind: 'bind', widens: false });
          expect(action.after).toEqual(action.before);
        }
      }),
    );
  });
});
