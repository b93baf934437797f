import type { ScenarioStep } from '../../schemas/generated/documents/scenario.types';
import { createStage, playStep, type Stage } from '../../simulation/rehearsal';
import { breachesAtTheEnd } from '../../simulation/rehearsal';
import { sampleGround } from './histories/ground';

const account = 'payments-us';
const role = { account, role: 'web-deployer' };
const create = {
  createRole: {
    ...role,
    path: '/ci/',
    identityProvider: 'entra-prod',
    permissionsBoundary: 'ci-boundary',
    tags: { team: 'web' },
  },
};

const play = async (steps: readonly ScenarioStep[], stage: Stage): Promise<void> => {
  for (const step of steps) await playStep(step, stage);
};

describe.each<readonly [what: string, before: readonly ScenarioStep[], act: ScenarioStep]>([
  ['is created', [], create],
  ['is deleted', [create, 'settle'], { deleteRole: role }],
  ['leaves its policy', [create, 'settle'], { untagRole: { ...role, keys: ['team'] } }],
  ['is given another trust policy', [create, 'settle'], { editTrust: { ...role, form: 'as-created' } }],
])('a pause in the middle of the work on a role that %s', (_, before, act) => {
  // Each seed puts the pause between two other calls.
  it.each(Array.from({ length: 12 }, (__, seed) => seed + 1))('ends the run cleanly (%s)', async (seed) => {
    const stage = await createStage({ ...sampleGround(), accounts: [], faults: { seed } });
    await play([...before, act], stage);
    const told = stage.organization.notifications().length;
    await play([{ meanwhile: { pause: {} } }, 'settle'], stage);
    const { organization } = stage;
    expect(organization.executions().filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
    expect(organization.notifications()).toHaveLength(told);
    const standing = JSON.stringify([organization.roles(account), organization.providers(account)]);

    // What follows under the pause changes nothing any more.
    await play(['reconcile', 'settle', { wait: { days: 1 } }, 'reconcile', 'settle'], stage);
    expect(JSON.stringify([organization.roles(account), organization.providers(account)])).toBe(standing);

    await play([{ resume: {} }], stage);
    expect(await breachesAtTheEnd(stage)).toEqual([]);
  });
});
