import { stringify } from 'yaml';
import { loadScenario } from '../../../customizations/configuration';
import { historyOf, playHistory, shrink } from '../../../simulation/histories';
import type { ScenarioStep } from '../../../schemas/generated/documents/scenario.types';
import { sampleGround } from './ground';

const seeds = Array.from({ length: 300 }, (_, index) => index);

it('draws the same history for the same seed, and another one for another', () => {
  expect(historyOf(7)).toEqual(historyOf(7));
  expect(new Set(seeds.map((seed) => JSON.stringify(historyOf(seed).steps))).size).toBeGreaterThan(295);
});

it('draws scenarios that the schema takes', () => {
  const wrong = seeds.flatMap((seed) => {
    const bytes = Buffer.from(stringify(historyOf(seed)));
    return loadScenario({ path: `${seed}.yaml`, bytes }).diagnostics;
  });
  expect(wrong).toEqual([]);
});

it('has what people do go unheard, too, and not only what the factory does', () => {
  const faults = seeds.flatMap((seed) => historyOf(seed).faults ?? []);
  expect(faults.length).toBeGreaterThan(200);
  expect(faults.filter(({ acts }) => acts !== true)).toEqual([]);
});

it('ends what is paused, at the end and behind what may happen in the middle of the work', () => {
  for (const { steps } of seeds.map(historyOf)) {
    const names = steps.map((step) => JSON.stringify(step));
    const isPausedMeanwhile = names.some((name) => name.startsWith('{"meanwhile":{"pause"'));
    const paused = names.flatMap((name) => /"pause":(\{.*?\})/.exec(name)?.[1] ?? []);
    const last = isPausedMeanwhile ? names.lastIndexOf('"settle"') : 0;
    for (const scope of paused) expect(names.lastIndexOf(`{"resume":${scope}}`)).toBeGreaterThan(last);
  }
});

it('draws every step that people can do', () => {
  const nameOf = (step: ScenarioStep): string => (typeof step === 'string' ? step : Object.keys(step).join());
  const drawn = new Set(seeds.flatMap((seed) => historyOf(seed).steps.map(nameOf)));
  for (const name of ['createRole', 'deleteRole', 'recreateRole', 'editTrust', 'tagRole', 'untagRole', 'addAudience'])
    expect(drawn).toContain(name);
  for (const name of ['wipeAudiences', 'deleteProvider', 'deleteApplication', 'squatApplication', 'closeAccount'])
    expect(drawn).toContain(name);
  for (const name of ['quarantine', 'release', 'meanwhile', 'declareBinding', 'undeclareBinding', 'policyChange'])
    expect(drawn).toContain(name);
  for (const name of ['revoke', 'reinstate', 'wait', 'settle', 'reconcile', 'vendAccount'])
    expect(drawn).toContain(name);
});

it('plays a history the same way every time, faults and all', async () => {
  const history = { ...historyOf(12), faults: { crash: 0.05, throttle: 0.1, lag: 0.2, reorder: true, seed: 12 } };
  const [one, other] = [await playHistory(history, sampleGround()), await playHistory(history, sampleGround())];
  expect(one).toEqual(other);
}, 60_000);

describe('shrinking', () => {
  const steps: readonly ScenarioStep[] = ['settle', 'reconcile', { wait: { hours: 1 } }, 'settle', 'expectInvariants'];
  const scenario = { scenario: 'x', faults: { crash: 0.1, lose: 0.2, seed: 3 }, steps: [...steps] };

  it('leaves out whatever is not needed, but the end', async () => {
    const smallest = await shrink(scenario, ({ steps: left }) => Promise.resolve(left.includes('reconcile')));
    expect(smallest).toEqual({ scenario: 'x', steps: ['reconcile', 'expectInvariants'] });
  });

  it('keeps the faults that are needed, with their seed', async () => {
    const smallest = await shrink(scenario, ({ faults }) => Promise.resolve(faults?.lose !== undefined));
    expect(smallest).toEqual({ scenario: 'x', faults: { lose: 0.2, seed: 3 }, steps: ['expectInvariants'] });
  });

  it('gives up after so many attempts', async () => {
    let played = 0;
    await shrink(scenario, () => Promise.resolve((played += 1) < 0), 2);
    expect(played).toBe(2);
  });
});
