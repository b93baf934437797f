import { AwsError, SimulationError } from '../errors';
import type { Principal } from '../iam';
import { at, listOf, numberOf, objectOf, parseJson, textOf, type JsonObject } from '../json';
import type { S3 } from '../s3';
import { run, type RunResult } from './interpreter';
import type { PlayableMap } from './playable';

/** What a distributed map is played with. */
export interface MapSurroundings {
  readonly s3: S3;
  /** The state machine's own role. */
  readonly principal: Principal;
  /** The context object of the execution. */
  readonly context: JsonObject;
  /** Names the run of the map, and each item's execution. */
  readonly mapRunArn: string;
  readonly nameOf: (index: number) => string;
  /** Runs what is to be done for one item. */
  readonly play: (input: unknown, name: string) => Promise<RunResult>;
}

/** An error of a map, as Step Functions calls it. */
class MapError extends Error {
  constructor(
    override readonly name:
      'States.ItemReaderFailed' | 'States.ExceedToleratedFailureThreshold' | 'States.ResultWriterFailed',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Plays a map whose items are a JSON array in a bucket: as many as its concurrency allows side by side, and what became of
 * them is written beside each other into a bucket. Source: the Step Functions developer guide, «Using Map state in
 * Distributed mode».
 */
export const playMap = async (
  { name, state }: PlayableMap,
  input: unknown,
  around: MapSurroundings,
): Promise<unknown> => {
  const items = await readItems(state, input, around);
  const tolerated = numberOf(state['ToleratedFailurePercentage']) ?? 0;
  const results: (ItemResult | undefined)[] = items.map(() => undefined);
  let next = 0;
  let failed = 0;
  const isOver = (): boolean => failed * 100 > items.length * tolerated;
  const worker = async (): Promise<void> => {
    while (next < items.length && !isOver()) {
      const index = next;
      next += 1;
      const result = await playItem(state, input, items[index], index, around);
      results[index] = result;
      if (result.Status !== 'SUCCEEDED') failed += 1;
    }
  };
  const workers = Math.min(numberOf(state['MaxConcurrency']) ?? mostAtOnce, items.length);
  await Promise.all(Array.from({ length: workers }, worker));
  const details = await writeResults(
    state,
    input,
    results.filter((result) => result !== undefined),
    around,
  );
  if (isOver())
    throw new MapError(
      'States.ExceedToleratedFailureThreshold',
      `The map ${name} has ${failed} failed items of ${items.length}.`,
    );
  return { MapRunArn: around.mapRunArn, ResultWriterDetails: details };
};

/** Step Functions has a limit of its own where a map names none. */
const mostAtOnce = 10_000;

/** What Step Functions writes of an item. */
interface ItemResult {
  readonly Name: string;
  readonly Status: 'SUCCEEDED' | 'FAILED';
  readonly Input: string;
  readonly Output?: string;
  readonly Error?: string;
  readonly Cause?: string;
}

const readItems = async (state: JsonObject, input: unknown, around: MapSurroundings): Promise<readonly unknown[]> => {
  const reader = objectOf(state['ItemReader']);
  if (
    at(reader, 'ReaderConfig', 'InputType') !== 'JSON' ||
    !/^arn:[^:]+:states:::s3:getObject$/.test(textOf(reader['Resource']) ?? '')
  )
    throw new SimulationError(
      'not-simulated',
      'The local organization reads the items of a map from JSON in a bucket.',
    );
  const where = objectOf(await evaluate(objectOf(reader['Parameters']), input, around.context));
  const text = attempt('States.ItemReaderFailed', () =>
    around.s3.getObject(around.principal, textOf(where['Bucket']) ?? '', textOf(where['Key']) ?? ''),
  );
  const items = parseJson(text);
  if (!Array.isArray(items)) throw new MapError('States.ItemReaderFailed', 'The items are no JSON array.');
  return listOf(items);
};

const playItem = async (
  state: JsonObject,
  input: unknown,
  item: unknown,
  index: number,
  around: MapSurroundings,
): Promise<ItemResult> => {
  const context = { ...around.context, Map: { Item: { Index: index, Value: item } } };
  const selected =
    state['ItemSelector'] === undefined ? item : await evaluate(objectOf(state['ItemSelector']), input, context);
  const named = { Name: around.nameOf(index), Input: JSON.stringify(selected) };
  const result = await around.play(selected, named.Name);
  if (result.kind === 'succeeded') return { ...named, Status: 'SUCCEEDED', Output: JSON.stringify(result.output) };
  const { error, cause } = result.kind === 'failed' ? result : { error: 'States.Timeout', cause: '' };
  return { ...named, Status: 'FAILED', Error: error, Cause: cause };
};

const writeResults = async (
  state: JsonObject,
  input: unknown,
  results: readonly ItemResult[],
  { s3, principal, context, mapRunArn }: MapSurroundings,
): Promise<unknown> => {
  const writer = objectOf(state['ResultWriter']);
  const where = objectOf(await evaluate(objectOf(writer['Parameters']), input, context));
  const bucket = textOf(where['Bucket']) ?? '';
  const prefix = `${textOf(where['Prefix']) ?? ''}/${mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1)}`;
  const put = (key: string, value: unknown): void => {
    attempt('States.ResultWriterFailed', () => {
      s3.putObject(principal, bucket, key, JSON.stringify(value));
    });
  };
  const fileOf = (status: ItemResult['Status']): readonly { readonly Key: string }[] => {
    const some = results.filter(({ Status }) => Status === status);
    if (some.length === 0) return [];
    const key = `${prefix}/${status}_0.json`;
    put(key, some);
    return [{ Key: key }];
  };
  const files = { SUCCEEDED: fileOf('SUCCEEDED'), FAILED: fileOf('FAILED'), PENDING: [] };
  const key = `${prefix}/manifest.json`;
  put(key, { DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files });
  return { Bucket: bucket, Key: key };
};

const attempt = <T>(name: MapError['name'], act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (error instanceof AwsError) throw new MapError(name, error.message);
    throw error;
  }
};

/** A payload template filled in, by the interpreter itself. */
const evaluate = async (template: JsonObject, input: unknown, context: JsonObject): Promise<unknown> => {
  const known = templates.get(template) ?? {
    StartAt: 'template',
    States: { template: { Type: 'Pass', Parameters: template, End: true } },
  };
  templates.set(template, known);
  const result = await run(known, input, context, {}).result;
  if (result.kind === 'succeeded') return result.output;
  throw new SimulationError(
    'template-invalid',
    `A map cannot be filled in: ${result.kind === 'failed' ? result.cause : ''}`,
  );
};

const templates = new WeakMap<JsonObject, JsonObject>();
