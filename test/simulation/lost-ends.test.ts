import { createStage, playStep } from '../../simulation/rehearsal';
import type { ScenarioStep } from '../../schemas/generated/documents/scenario.types';
import { sampleGround } from './histories/ground';

const role = { account: 'payments-us', role: 'web-deployer' };
const create: ScenarioStep = {
  createRole: {
    ...role,
    identityProvider: 'entra-prod',
    path: '/ci/',
    permissionsBoundary: 'ci-boundary',
    tags: { team: 'web' },
  },
};
const vend: ScenarioStep = { vendAccount: { name: 'payments-ap', organizationalUnit: '/Workloads/Prod' } };

/** Lets two things happen to one subject a few minutes apart, while nobody hears of what the factory itself does. */
const play = async (first: ScenarioStep, second: ScenarioStep) => {
  const stage = await createStage({ ...sampleGround(), accounts: [], faults: { lose: 1 } });
  const { organization } = stage;
  await playStep(first, stage);
  await playStep({ wait: { minutes: 10 } }, stage);
  await playStep(second, stage);
  const from = organization.clock.now();
  await playStep({ wait: { minutes: 10 } }, stage);
  return { stage, started: organization.executions().filter(({ startedAt }) => startedAt >= from) };
};

describe('where the event of an execution’s end is lost', () => {
  it.each<[string, ScenarioStep, ScenarioStep, string, number]>([
    ['a role', create, { tagRole: { ...role, tags: { team: 'x' } } }, 'onboard-role', 1],
    [
      'an account, whose lock would be kept for 20 hours',
      vend,
      { moveAccount: { account: 'payments-ap', organizationalUnit: '/Sandbox' } },
      'bootstrap-account',
      // AWS Organizations and Control Tower both tell of a vended account, so that another message has waited before.
      2,
    ],
  ])('what happens next to %s waits for no lease', async (_, first, second, workflow, asked) => {
    const { stage, started } = await play(first, second);
    expect(started.map(({ stateMachineArn }) => stateMachineArn.split(':').at(-1))).toEqual([
      `oidc-factory-${workflow}`,
    ]);

    expect(stage.calls.total('states', 'DescribeExecution')).toBe(asked);
    expect(stage.organization.deadLetters()).toEqual([]);
  });
});
