import type { ScenarioStep } from '../../schemas/generated/documents/scenario.types';
import { createStage, playStep } from '../../simulation/rehearsal';
import { sampleGround } from './histories/ground';

const accounts = ['payments-us', 'payments-eu', 'payments-ap'];
const inUnit = '/Workloads/Prod';
const create = (account: string, role: string): ScenarioStep => ({
  createRole: {
    account,
    role,
    path: '/ci/',
    identityProvider: 'entra-prod',
    permissionsBoundary: 'b',
    tags: { team: 'web' },
  },
});
const unlimited: ScenarioStep = {
  policyChange: { policy: 'workloads-prod', limits: { requirePermissionsBoundary: true } },
};
const limited: ScenarioStep = {
  policyChange: { policy: 'workloads-prod', limits: { requirePermissionsBoundary: true, maxSessionDuration: '1h' } },
};

/** What the last reconcile of an organization has called, in which there was nothing to do. */
const callsOf = async (terms: ScenarioStep, rolesEach: number) => {
  const stage = await createStage({
    ...sampleGround(),
    accounts: accounts.slice(1).map((name) => ({ name, organizationalUnit: inUnit })),
  });
  const roles = Array.from({ length: rolesEach }, (_, index) => `web-${index}-deployer`);
  const steps = [
    terms,
    'settle' as const,
    ...accounts.flatMap((account) => roles.map((role) => create(account, role))),
  ];
  for (const step of [...steps, 'settle' as const]) await playStep(step, stage);
  // A day later every session has ended.
  await playStep({ wait: { days: 1 } }, stage);
  stage.calls.reset();
  await playStep('reconcile', stage);
  await playStep('settle', stage);
  const [told] = stage.organization.outcomes().slice(-1);
  expect(told).toMatchObject({ 'detail-type': 'Organization Reconciled', detail: { changed: 0, failed: 0 } });
  const { reconciled } = told!.detail as { reconciled: number };
  const { iam = {}, sts = {}, graph = {}, ssm = {} } = stage.calls.snapshot();
  return { reconciled, iam, sts, graph, ssm };
};

describe('a reconcile that changes nothing', () => {
  it('costs an account one session, the list of its providers, each managed one, and the pages of one listing', async () => {
    const { reconciled, iam, sts, ssm } = await callsOf(unlimited, 2);
    expect(reconciled).toBeGreaterThanOrEqual(accounts.length);
    // One session more is that in the management account, once a run.
    expect(sts).toEqual({ AssumeRole: reconciled + 1, GetWebIdentityToken: 1 });
    expect(iam).toEqual({
      ListOpenIDConnectProviders: reconciled,
      GetOpenIDConnectProvider: reconciled,
      GetAccountAuthorizationDetails: reconciled,
    });
    expect(ssm).toEqual({});
  });

  it('reads the second listing where a policy limits how long sessions may last', async () => {
    const { reconciled, iam } = await callsOf(limited, 1);
    expect(iam).toMatchObject({ ListRoles: reconciled, GetAccountAuthorizationDetails: reconciled });
  });

  it('costs nothing for a role, in the account or in the directory, but for the callers whose turn it is', async () => {
    const [few, many] = [await callsOf(unlimited, 1), await callsOf(unlimited, 8)];
    expect(many.iam).toEqual(few.iam);
    const { 'GET /applications/{}/federatedIdentityCredentials': deep = 0, ...listings } = many.graph;
    expect(listings).toEqual({ 'GET /applications': 1, 'GET /servicePrincipals': 1 });
    expect(deep).toBeLessThanOrEqual(accounts.length * 8 + 1);
  });
});
