import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createStage, playStep } from '../../simulation/rehearsal';
import { sampleGround } from './histories/ground';

const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'lifecycle.md'), 'utf8');
const account = 'payments-eu';
const role = {
  account,
  role: 'web-deployer',
  path: '/ci/',
  identityProvider: 'entra-prod',
  permissionsBoundary: 'ci-boundary',
  tags: { team: 'web', 'oidc-factory:subject': 'repo:acme/payments:environment:prod' },
};

/** Vends an account whose baseline takes so long, with a role in it; answers the minutes up to each thing. */
const measured = async (baselineMinutes: number) => {
  const stage = await createStage({ ...sampleGround(), accounts: [] });
  const { organization } = stage;
  await playStep({ vendAccount: { name: account, organizationalUnit: '/Workloads/Prod', baseline: 'later' } }, stage);
  const vended = organization.clock.now().getTime();
  await playStep({ wait: { minutes: baselineMinutes } }, stage);
  await playStep({ deliverBaseline: { account } }, stage);
  await playStep({ createRole: role }, stage);
  const delivered = organization.clock.now().getTime();
  await playStep('settle', stage);
  const exchange = await playStep(
    { expectExchange: { account, role: role.role, as: 'own-application', result: 'granted' } },
    stage,
  );
  expect(exchange.met).toBe(true);
  const { id } = organization.organization.account(account);
  const said = (type: string): number => {
    const found = organization.outcomes().find((one) => one['detail-type'] === type && one.detail['account'] === id);
    return Date.parse(found!.time);
  };
  const minutes = (from: number, to: number): number => Math.round((to - from) / 60_000);
  return {
    baseline: minutes(vended, delivered),
    ready: minutes(delivered, said('Account Ready')),
    usable: minutes(delivered, said('Role Bound')),
  };
};

it.each([
  [10, 5],
  [120, 16],
])('a baseline that takes %d min makes the first role usable within %d min more', async (baselineMinutes, ours) => {
  const { baseline, ready, usable } = await measured(baselineMinutes);
  expect(baseline).toBe(baselineMinutes);
  expect(ready).toBeLessThanOrEqual(ours);
  expect(usable).toBeLessThanOrEqual(ours);
  expect(page).toMatch(new RegExp(`^\\| ${baselineMinutes} min +\\| ${ours} min +\\|$`, 'm'));
});
