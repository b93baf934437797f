import type { ScenarioDocument } from '../../schemas/generated/documents/scenario.types';

/** Whether a scenario still shows what is looked for. */
export type StillShows = (scenario: ScenarioDocument) => Promise<boolean>;

/**
 * Makes a scenario as small as it can be while it still shows what it shows: faults go, then steps, many at once and then
 * one by one, until nothing can go any more.
 * @param attempts the most that is played on the way.
 */
export const shrink = async (
  scenario: ScenarioDocument,
  stillShows: StillShows,
  attempts = 400,
): Promise<ScenarioDocument> => {
  let left = attempts;
  const tries = async (smaller: ScenarioDocument): Promise<boolean> => left-- > 0 && (await stillShows(smaller));
  let smallest = scenario;
  for (;;) {
    const before = smallest;
    smallest = await withFewerFaults(smallest, tries);
    smallest = await withFewerSteps(smallest, tries);
    if (smallest === before || left <= 0) return smallest;
  }
};

const withFewerFaults = async (scenario: ScenarioDocument, tries: StillShows): Promise<ScenarioDocument> => {
  const { faults, ...rest } = scenario;
  if (faults === undefined) return scenario;
  if (await tries(rest)) return rest;
  let smallest = scenario;
  for (const gone of Object.keys(faults)) {
    if (gone === 'seed') continue;
    const others = Object.fromEntries(Object.entries(smallest.faults ?? {}).filter(([name]) => name !== gone));
    const smaller = { ...smallest, faults: others };
    if (await tries(smaller)) smallest = smaller;
  }
  return smallest;
};

const withFewerSteps = async (scenario: ScenarioDocument, tries: StillShows): Promise<ScenarioDocument> => {
  let smallest = scenario;
  for (let size = Math.ceil(scenario.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < smallest.steps.length;) {
      const steps = smallest.steps.toSpliced(start, size);
      const smaller = { ...smallest, steps };
      if (isWhole(smaller) && (await tries(smaller))) smallest = smaller;
      else start += size;
    }
  }
  return smallest;
};

/** What a scenario ends with stays: without it there is nothing to see. */
const isWhole = ({ steps }: ScenarioDocument): boolean => steps.at(-1) === 'expectInvariants';
