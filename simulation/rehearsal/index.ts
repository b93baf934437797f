/**
 * Rehearsals: plays a scenario in a local organization made from generated files, and tells step by step what happened.
 * Nothing in it knows what a step should come to; expectations compare the world with what the scenario says.
 */
export { type Breach, breachesAtTheEnd } from './invariants';
export { inventoryOf } from './inventory';
export type { ScenarioPlaces } from './place';
export { play, playStep } from './play';
export { type Publish, type Published, type Revision } from './publish';
export { type Remains, remainsOf } from './remains';
export type { Detail, StepReport } from './report';
export { createStage, type Stage, type StageInput } from './stage';
