/**
 * What must always hold, looked for from outside: in the trust policies that were written and that stand, in the
 * tenants' objects, in what ran and what was said. Nothing here asks the factory whether it did right, but the records say
 * what it knows of.
 */
import type { Stage } from '../stage';
import { comeToAnEnd } from '../work';
import type { Breach, Invariant } from './breach';
import { credentials } from './credentials';
import { noEcho, nothingLost, oneAtATime } from './executions';
import { foreignThings } from './foreign-things';
import { groundOf } from './ground';
import { openness } from './openness';
import { orphans } from './orphans';
import { restorable } from './restorable';
import { trustWrites } from './trust-writes';
import { usability } from './usability';

export type { Breach } from './breach';

const invariants: readonly Invariant[] = [
  trustWrites,
  openness,
  usability,
  orphans,
  restorable,
  credentials,
  foreignThings,
  oneAtATime,
  nothingLost,
  noEcho,
];

/** Brings the story to its end, and finds every breach that can be seen then. */
export const breachesAtTheEnd = async (stage: Stage): Promise<readonly Breach[]> => {
  await comeToAnEnd(stage);
  const ground = groundOf(stage);
  const found: Breach[] = [];
  for (const invariant of invariants) found.push(...(await invariant(ground)));
  return found;
};
