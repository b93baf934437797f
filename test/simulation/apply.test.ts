import { policyHash } from '../../customizations/configuration';
import { approvedKey, reportKey } from '../../federation/bucket-keys';
import { names } from '../../federation/names';
import { planAccount } from '../../federation/plan';
import { observationOf } from '../../scripts/inventory';
import { planFileOf, type PlanFile } from '../../scripts/plan/plan-file';
import { createStage, type Stage } from '../../simulation/rehearsal';
import { inventoryOf } from '../../simulation/rehearsal/inventory';
import { sampleGround } from './histories/ground';

const account = 'payments-us';

/** Creates a role of which no event tells, so that nothing is done to it but by a plan. */
const addRole = ({ organization, policy }: Stage, roleName: string): void => {
  const { id } = organization.organization.account(account);
  organization.parts.cloud.iam(id).addRole({
    roleName,
    path: '/ci/',
    trustPolicy: organization.consoleTrustPolicy(id, policy.identityProviders[0]!.issuer),
    permissionsBoundary: `arn:aws:iam::${id}:policy/ci-boundary`,
    maxSessionDurationSeconds: 3600,
    tags: { team: 'web' },
  });
};

const stageWith = async (...roles: readonly string[]): Promise<Stage> => {
  const stage = await createStage({ ...sampleGround(), accounts: [] });
  for (const role of roles) addRole(stage, role);
  return stage;
};

/** The plan of everything that there is, as `plan --out` writes it. */
const planOf = (stage: Stage, hash = policyHash(stage.policy)): PlanFile => {
  const now = stage.organization.clock.now();
  const accounts = inventoryOf(stage).map((line) => planAccount(observationOf(line, stage.policy, now), stage.policy));
  return planFileOf({ policyHash: hash, accounts }, '0'.repeat(64));
};

/** Carries a plan out as the command does; answers what the run has reported, and how its execution ended. */
const apply = async (plan: PlanFile, stage: Stage) => {
  const { organization, policy } = stage;
  const bucket = names.bucket(policy.factoryAccount, policy.organization.homeRegion);
  const { objects } = organization.parts.cloud.bucket(bucket)!;
  objects.set(approvedKey(plan.hash), JSON.stringify(plan));
  organization.clock.advance(1);
  const time = organization.clock.now().toISOString();
  const id = `apply-${organization.executions().length}`;
  organization.startExecution(names.stateMachine('reconcile-organization'), id, {
    event: {
      trigger: 'organization-due',
      account: policy.factoryAccount,
      cause: 'operator',
      approval: plan.hash,
      id,
      time,
    },
  });
  await organization.settle();
  const written = objects.get(reportKey(id, 'result'));
  const result: unknown = written === undefined ? undefined : JSON.parse(written);
  return { result, execution: organization.executions().find(({ name }) => name === id) };
};

const isBound = (stage: Stage, role: string): boolean =>
  stage.organization.table.bindings.get(`${stage.organization.organization.account(account).id}/${role}`)?.state ===
  'bound';

it('does what was approved, and nothing when it is asked for once more', async () => {
  const stage = await stageWith('web-deployer');
  const plan = planOf(stage);
  expect(plan.accounts.flatMap(({ actions }) => actions.map(({ kind, role }) => [kind, role]))).toEqual([
    ['bind', 'web-deployer'],
  ]);
  expect((await apply(plan, stage)).result).toMatchObject({ changed: 1, failed: [] });
  expect(isBound(stage, 'web-deployer')).toBe(true);

  const again = await apply(plan, stage);
  expect(again.result).toMatchObject({ reconciled: 1, changed: 0, failed: [] });
});

it('does nothing in an account where something else is to be done by now', async () => {
  const stage = await stageWith('web-deployer');
  const plan = planOf(stage);
  addRole(stage, 'api-deployer');

  const { result } = await apply(plan, stage);
  const { id } = stage.organization.organization.account(account);
  expect(result).toMatchObject({ reconciled: 0, changed: 0, failed: [{ account: id, error: 'PlanOutdated' }] });
  expect([isBound(stage, 'web-deployer'), isBound(stage, 'api-deployer')]).toEqual([false, false]);
});

it('carries out no plan that was made by other policies', async () => {
  const stage = await stageWith('web-deployer');
  const { execution } = await apply(planOf(stage, 'f'.repeat(64)), stage);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'PlanOutdated' });
  expect(isBound(stage, 'web-deployer')).toBe(false);
});

it('carries out no plan that was changed after it was approved', async () => {
  const stage = await stageWith('web-deployer', 'api-deployer');
  const plan = planOf(stage);
  const [first] = plan.accounts;
  const forged = { ...plan, accounts: [{ ...first!, actions: first!.actions.slice(0, 1) }] };
  const { execution } = await apply(forged, stage);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
  expect(isBound(stage, 'web-deployer')).toBe(false);
});
