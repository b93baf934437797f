import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario } from '../../customizations/configuration';
import { createStage, play } from '../../simulation/rehearsal';
import { sampleGround } from '../simulation/histories/ground';

const file = path.join(__dirname, '..', '..', 'scenarios', 'import-by-hand.yaml');

it.each([1, 2])(
  'never keeps anybody from a role that is imported, whatever goes wrong meanwhile (seed %i)',
  async (seed) => {
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
