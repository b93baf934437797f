import { policyHash } from '../../customizations/configuration';
import { approvedKey, reportKey } from '../../federation/bucket-keys';
import { names } from '../../federation/names';
import { planAccount } from '../../federation/plan';
import { observationOf } from '../../federation/inventoried-account';
import { planFileOf, type PlanFile } from '../../scripts/plan/plan-file';
import { createStage, playStep, type Stage } from '../../simulation/rehearsal';
import { inventoryOf } from '../../simulation/rehearsal/inventory';
import { sampleGround } from './histories/ground';

const account = 'payments-us';

const roles = (name: string) => ({ account, role: name });

/** The sample organization, with roles that are bound. */
const stageWith = async (...names: readonly string[]): Promise<Stage> => {
  const stage = await createStage({ ...sampleGround(), accounts: [] });
  for (const name of names) {
    await playStep(
      {
        createRole: {
          ...roles(name),
          path: '/ci/',
          identityProvider: 'entra-prod',
          permissionsBoundary: 'ci-boundary',
          tags: { team: 'web' },
        },
      },
      stage,
    );
  }
  await stage.organization.settle();
  return stage;
};

/** Somebody deletes the applications of roles; of that no event tells. */
const breakRole = async (stage: Stage, ...names: readonly string[]): Promise<void> => {
  for (const name of names) await playStep({ deleteApplication: roles(name) }, stage);
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
  const objects = organization.objects(bucket);
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

/** Whether the role's caller is there again. */
const isMended = ({ organization, tenants }: Stage, role: string): boolean => {
  const { id } = organization.organization.account(account);
  const { uniqueName } = organization.table.bindings.get(`${id}/${role}`)!;
  return [...tenants.values()].some(({ entra }) =>
    entra.snapshot().applications.some((application) => application.uniqueName === uniqueName),
  );
};

it('does what was approved, and nothing when it is asked for once more', async () => {
  const stage = await stageWith('web-deployer');
  await breakRole(stage, 'web-deployer');
  const plan = planOf(stage);
  expect(plan.accounts.flatMap(({ actions }) => actions.map(({ kind, role }) => [kind, role]))).toEqual([
    ['bind', 'web-deployer'],
  ]);
  expect((await apply(plan, stage)).result).toMatchObject({ changed: 1, failed: [] });
  expect(isMended(stage, 'web-deployer')).toBe(true);

  const again = await apply(plan, stage);
  expect(again.result).toMatchObject({ reconciled: 1, changed: 0, failed: [] });
});

it('does nothing in an account where something else is to be done by now', async () => {
  const stage = await stageWith('web-deployer', 'api-deployer');
  await breakRole(stage, 'web-deployer');
  const plan = planOf(stage);
  await breakRole(stage, 'api-deployer');

  const { result } = await apply(plan, stage);
  const { id } = stage.organization.organization.account(account);
  expect(result).toMatchObject({ reconciled: 0, changed: 0, failed: [{ account: id, error: 'PlanOutdated' }] });
  expect([isMended(stage, 'web-deployer'), isMended(stage, 'api-deployer')]).toEqual([false, false]);
});

it('carries out no plan that was made by other policies', async () => {
  const stage = await stageWith('web-deployer');
  await breakRole(stage, 'web-deployer');
  const { execution } = await apply(planOf(stage, 'f'.repeat(64)), stage);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'PlanOutdated' });
  expect(isMended(stage, 'web-deployer')).toBe(false);
});

it('carries out no plan that was changed after it was approved', async () => {
  const stage = await stageWith('web-deployer', 'api-deployer');
  await breakRole(stage, 'web-deployer', 'api-deployer');
  const plan = planOf(stage);
  const [first] = plan.accounts;
  const forged = { ...plan, accounts: [{ ...first!, actions: first!.actions.slice(0, 1) }] };
  const { execution } = await apply(forged, stage);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
  expect(isMended(stage, 'web-deployer')).toBe(false);
});
