import fc from 'fast-check';
import type { CompiledPolicy, Policy } from '../../../federation/compiled-policy';
import type { InventoriedAccount } from '../../../federation/examine';
import { examine } from '../../../federation/examine';
import { planAccount } from '../../../federation/plan';
import { planReconcile } from '../../../federation/reconcile';
import type { BindingRecord } from '../../../federation/records';
import {
  account,
  audience,
  compiled,
  document,
  facts,
  host,
  identityProvider,
  placeholder,
  policy,
  provider,
  role,
  statement,
  subject,
  withCondition,
} from '../support/cases';
import { bound, caller, hoursAgo, now } from '../support/inventoried';
import { applied, idOf } from './apply';

const principal = 'e0000000-0000-4000-8000-000000000009';
const callers: readonly Partial<Policy>[] = [
  { caller: { kind: 'own-application' } },
  { caller: { kind: 'own-application' }, audience: 'per-account' },
  { caller: { kind: 'shared', name: 'ci' } },
  { caller: { kind: 'existing', principals: [principal], audience: 'f0000000-0000-4000-8000-000000000009' } },
];
const hostile = ['web', "o'web", 'a*', '<b>', '{{x}}', '${aws:username}', '`id`', '../x', 'é'];

const policies: fc.Arbitrary<Partial<CompiledPolicy>> = fc
  .array(
    fc.record({
      terms: fc.constantFrom(...callers),
      names: fc.constantFrom(['*'], ['web-*'], ['api-*'], ['*-deployer']),
      enforcement: fc.constantFrom('enforce' as const, 'enforce' as const, 'audit' as const),
      long: fc.boolean(),
      tagged: fc.boolean(),
      days: fc.constantFrom(undefined, undefined, 1, 3, 1000),
    }),
    { maxLength: 3 },
  )
  .chain((some) =>
    fc.record({
      policies: fc.constant(
        some.map(({ terms, names, enforcement, long, tagged, days }, index) =>
          policy({
            name: `policy-${index}`,
            priority: index + 1,
            match: { roleNames: names },
            enforcement,
            ...(days !== undefined && { expiry: { afterDays: days, announceDays: 1, tag: 'team' } }),
            limits: { requirePermissionsBoundary: false, ...(long ? {} : { maxSessionDurationSeconds: 3600 }) },
            ...(tagged && terms.caller?.kind === 'own-application'
              ? {
                  federatedCredentials: {
                    tag: 'subject',
                    allowed: [
                      {
                        issuer: 'https://token.actions.githubusercontent.com',
                        subjects: ['repo:acme/*:environment:prod', 'repo:acme/x:environment:prod'],
                      },
                    ],
                  },
                }
              : {}),
            ...terms,
          }),
        ),
      ),
      bindings: fc.constantFrom([], [{ account, role: 'api-deployer', policy: 'policy-0' }]),
    }),
  );

const trusts = [
  document(statement()),
  document(withCondition({ StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject } })),
  document(withCondition({ StringEquals: { [`${host}:aud`]: 'somebody', [`${host}:sub`]: 'else' } })),
  document({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }),
  document(statement(), { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  '{}',
];

const accounts: fc.Arbitrary<InventoriedAccount> = fc
  .record({
    roles: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('web-deployer', 'api-deployer', 'web-reader', 'Other'),
        path: fc.constantFrom('/', '/ci/', '/<b>/'),
        trust: fc.constantFrom(...trusts),
        session: fc.constantFrom(3600, 7200),
        tags: fc.dictionary(
          fc.constantFrom('team', 'subject', 'oidc-factory:status'),
          fc.constantFrom(...hostile, 'repo:acme/y:environment:prod'),
          { maxKeys: 2 },
        ),
      }),
      { selector: ({ name }) => name, maxLength: 4 },
    ),
    bindings: fc.uniqueArray(
      fc.record({
        roleName: fc.constantFrom('web-deployer', 'api-deployer', 'gone'),
        state: fc.constantFrom<BindingRecord['state']>(
          'registering',
          'bound',
          'contested',
          'revoked',
          'abandoned',
          'gone',
          'released',
          'unbound',
        ),
        policy: fc.constantFrom('policy-0', 'policy-1', 'former'),
        isSame: fc.boolean(),
      }),
      { selector: ({ roleName }) => roleName, maxLength: 3 },
    ),
    callers: fc.uniqueArray(fc.constantFrom('web-deployer', 'api-deployer', 'gone', 'orphan'), { maxLength: 4 }),
    isSound: fc.boolean(),
    hasProvider: fc.boolean(),
    audiences: fc.uniqueArray(fc.constantFrom(placeholder, audience, 'somebody-elses'), { maxLength: 3 }),
    unit: fc.constantFrom('/Workloads/Prod', '/Workloads/Prod', '/Workloads/Prod', '/Elsewhere'),
  })
  .map(({ roles, bindings, callers: some, isSound, hasProvider, audiences, unit }) => {
    const observed = { arn: provider.arn, issuer: identityProvider.issuer, audiences };
    const uniqueName = (name: string) => `aws-${account}-${name}`;
    return {
      account: { ...facts, organizationalUnit: unit },
      roles: roles.map(({ name, path, trust, session, tags }) =>
        role({
          name,
          path,
          arn: `arn:aws:iam::${account}:role${path}${name}`,
          roleId: `AROA${name}`,
          trustPolicy: trust,
          maxSessionDurationSeconds: session,
          tags,
        }),
      ),
      providers: new Map(hasProvider ? [['entra-prod', observed]] : []),
      allProviders: hasProvider ? [observed] : [],
      bindings: bindings.map(({ roleName, state, policy: name, isSame }) =>
        bound({
          roleName,
          state,
          policy: name,
          roleId: isSame ? `AROA${roleName}` : 'AROAFORMER',
          uniqueName: uniqueName(roleName),
        }),
      ),
      applications: some.map((name) =>
        caller({ uniqueName: uniqueName(name), clientId: name === 'orphan' ? subject : audience, isSound }),
      ),
      sightings: [{ what: `role gone`, firstSeenAt: hoursAgo(30) }],
      now,
    };
  });

describe('a plan', () => {
  it('is empty once it has been applied', () => {
    fc.assert(
      fc.property(accounts, policies, (before, change) => {
        const wanted = compiled(change);
        let world = before;
        // What is gone or orphaned is seen twice, and what it leaves behind twice again.
        for (let night = 0; night < 6; night += 1) world = applied(world, wanted);
        expect(planAccount(world, wanted).actions).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('is the same whatever the order of roles, bindings, callers and policies', () => {
    fc.assert(
      fc.property(accounts, policies, (before, change) => {
        const other: InventoriedAccount = {
          ...before,
          roles: before.roles.toReversed(),
          bindings: before.bindings.toReversed(),
          applications: before.applications.toReversed(),
        };
        const byPriority = (change.policies ?? []).toReversed().toSorted((one, two) => one.priority - two.priority);
        expect(planAccount(other, compiled({ ...change, policies: byPriority }))).toEqual(
          planAccount(before, compiled(change)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('admits nobody whom neither the YAML nor the binding of that very role names, whatever its name, path and tags', () => {
    fc.assert(
      fc.property(accounts, policies, (before, change) => {
        const wanted = compiled(change);
        for (const { kind, role: name = '', before: was, after } of planAccount(before, wanted).actions) {
          if (kind !== 'bind') continue;
          const own = `aws-${account}-${name.toLowerCase()}`;
          const named = new Set([
            principal,
            ...[own, 'aws-shared-ci'].map((each) => `service-principal-of:${each}`),
            ...before.applications.flatMap((each) => (each.uniqueName === own ? [each.subject] : [])),
            ...before.bindings.flatMap((each) =>
              each.roleName.toLowerCase() === name.toLowerCase() ? (each.subjects ?? []) : [],
            ),
          ]);
          const stood = JSON.stringify(was);
          for (const admission of after.filter((each) => !stood.includes(JSON.stringify(each)))) {
            expect(admission.issuer).toBe(host);
            expect(admission.audiences).toHaveLength(1);
            expect(admission.subjects?.every(({ text, isPattern }) => !isPattern && named.has(text))).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('marks every action that admits somebody new, and lists these first', () => {
    fc.assert(
      fc.property(accounts, policies, (before, change) => {
        const { actions } = planAccount(before, compiled(change));
        const marks = actions.map(({ widens }) => widens);
        expect(marks).toEqual(marks.toSorted((one, two) => Number(two) - Number(one)));
        for (const { widens, before: was, after, kind } of actions) {
          if (kind === 'release' || kind === 'remove' || kind === 'revoke') expect(widens).toBe(false);
          if (was.length === 0 && after.length > 0) expect(widens).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leaves nothing out that a reconcile of every role would do', () => {
    fc.assert(
      fc.property(accounts, policies, (before, change) => {
        const wanted = compiled(change);
        expect(examine(before, wanted).reconcile).toEqual(planReconcile(before, wanted));
      }),
      { numRuns: 400 },
    );
  });

  it('names ids only that are known', () => {
    expect(idOf('c', 'x')).toMatch(/^c0000000-0000-4000-8000-\d{12}$/);
  });
});
