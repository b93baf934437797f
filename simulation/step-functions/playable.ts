import { isObject } from '../../federation/trust/json';
import { SimulationError } from '../errors';
import { at, listOf, numberOf, objectOf, textOf, without, type JsonObject } from '../json';

/** A task of a definition; its name is unique in the whole definition. */
export interface PlayableTask {
  readonly name: string;
  readonly resource: string;
  readonly retry: unknown;
}

/** A pause of a definition; exactly one of the two is given. */
export interface PlayableWait {
  readonly name: string;
  readonly seconds?: number;
  readonly timestamp?: string;
}

/** A map of a definition whose items are in a bucket, and are executions of their own. */
export interface PlayableMap {
  readonly name: string;
  /** The state as it was written. */
  readonly state: JsonObject;
  /** What runs for each item. */
  readonly iteration: Playable;
}

/** A definition for the interpreter: nothing in it measures real time any more. */
export interface Playable {
  readonly definition: JsonObject;
  readonly tasks: readonly PlayableTask[];
  readonly waits: readonly PlayableWait[];
  readonly maps: readonly PlayableMap[];
  /** Of the whole execution, in seconds. */
  readonly timeoutSeconds: number | undefined;
}

/** So long that it never passes while a story is played, and still a number that timers take. */
const neverSeconds = 2_000_000;

const known = new WeakMap<JsonObject, Playable>();

/**
 * Takes retries, waits and timeouts out of a definition: waits become tasks, and the virtual clock does the rest. One
 * and the same definition is made playable once.
 */
export const playable = (definition: JsonObject): Playable => {
  const made = known.get(definition) ?? makePlayable(definition);
  known.set(definition, made);
  return made;
};

const makePlayable = (definition: JsonObject): Playable => {
  const tasks: PlayableTask[] = [];
  const waits: PlayableWait[] = [];
  const maps: PlayableMap[] = [];

  const rewriteMachine = (machine: unknown): JsonObject => {
    const rest = without(objectOf(machine), 'TimeoutSeconds');
    const states = Object.entries(objectOf(rest['States'])).map(([name, state]) => [
      name,
      rewriteState(name, objectOf(state)),
    ]);
    return { ...rest, States: Object.fromEntries(states) };
  };

  const rewriteState = (name: string, state: JsonObject): JsonObject => {
    switch (state['Type']) {
      case 'Task': {
        tasks.push({ name, resource: textOf(state['Resource']) ?? '', retry: state['Retry'] });
        return { ...without(state, 'Retry', 'HeartbeatSeconds'), TimeoutSeconds: neverSeconds };
      }
      case 'Wait': {
        waits.push(readWait(name, state));
        return {
          ...without(state, 'Seconds', 'Timestamp'),
          Type: 'Task',
          Resource: 'local:wait',
          TimeoutSeconds: neverSeconds,
        };
      }
      case 'Parallel':
        return { ...state, Branches: listOf(state['Branches']).map(rewriteMachine) };
      case 'Map': {
        if (isDistributed(state)) {
          maps.push({ name, state, iteration: playable(objectOf(state['ItemProcessor'])) });
          const { ResultSelector, ResultPath, Next, End, Catch } = state;
          const kept = Object.entries({ ResultSelector, ResultPath, Next, End, Catch }).filter(
            ([, value]) => value !== undefined,
          );
          return { ...Object.fromEntries(kept), Type: 'Task', Resource: 'local:map', TimeoutSeconds: neverSeconds };
        }
        const key = isObject(state['ItemProcessor']) ? 'ItemProcessor' : 'Iterator';
        return { ...state, [key]: rewriteMachine(state[key]) };
      }
      default:
        return state;
    }
  };

  return {
    definition: rewriteMachine(definition),
    tasks,
    waits,
    maps,
    timeoutSeconds: numberOf(definition['TimeoutSeconds']),
  };
};

const isDistributed = (state: JsonObject): boolean =>
  at(state, 'ItemProcessor', 'ProcessorConfig', 'Mode') === 'DISTRIBUTED';

const readWait = (name: string, state: JsonObject): PlayableWait => {
  const seconds = numberOf(state['Seconds']);
  if (seconds !== undefined) return { name, seconds };
  const timestamp = textOf(state['Timestamp']);
  if (timestamp !== undefined) return { name, timestamp };
  throw new SimulationError(
    'not-simulated',
    `The local organization plays waits by Seconds or Timestamp only; see the state ${name}.`,
  );
};
