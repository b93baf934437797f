import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario } from '../../customizations/configuration';
import { createStage, play } from '../../simulation/rehearsal';
import { sampleGround } from '../simulation/histories/ground';

const folder = path.join(__dirname, '..', '..', 'scenarios');

it.each(readdirSync(folder))(
  'plays %s as it is told',
  async (name) => {
    const loaded = loadScenario({ path: name, bytes: readFileSync(path.join(folder, name)) });
    expect(loaded.diagnostics).toEqual([]);
    const { accounts = [], faults, deliver, ...scenario } = loaded.scenario!.value;
    const stage = await createStage({
      ...sampleGround(),
      accounts,
      ...(faults && { faults }),
      ...(deliver && { deliver }),
    });
    const wrong: string[] = [];
    for await (const { title, failure, details } of play(scenario, stage)) {
      if (failure !== undefined) wrong.push(`${title}: ${failure} ${JSON.stringify(details)}`);
    }
    expect(wrong).toEqual([]);
  },
  60_000,
);
