import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario } from '../../customizations/configuration';
import { createStage, play } from '../../simulation/rehearsal';
import { sampleGround } from '../simulation/histories/ground';

const scenarios = ['import-by-hand', 'hand-over', 'hand-over-shared'].flatMap((name) =>
  [1, 2].map((seed) => ({ name, seed })),
);

it.each(scenarios)(
  'never keeps anybody from a role that was made by hand, whatever goes wrong meanwhile ($name, seed $seed)',
  async ({ name, seed }) => {
    const file = path.join(__dirname, '..', '..', 'scenarios', `${name}.yaml`);
    const scenario = loadScenario({ path: file, bytes: readFileSync(file) }).scenario!.value;
    // How often something is told depends on what goes wrong.
    const steps = scenario.steps.filter(
      (step) => typeof step === 'string' || !('expectEvents' in step || 'expectFindings' in step),
    );
    const faults = { duplicate: 0.2, lose: 0.1, reorder: true, throttle: 0.2, crash: 0.1, lag: 0.1, seed };
    const stage = await createStage({ ...sampleGround(), accounts: [], faults });
    const wrong: string[] = [];
    for await (const { title, failure, details } of play({ ...scenario, steps }, stage))
      if (failure !== undefined) wrong.push(`${title}: ${failure} ${JSON.stringify(details)}`);
    expect(wrong).toEqual([]);
  },
  60_000,
);
