import { bucketPrefixes } from '../../federation/bucket-keys';
import type { State } from './compiled-workflow';
import type { ChoiceRule } from './conditions/choice-rule';
import type { InputTemplate } from './inputs';
import type { Retrier } from './retry';
import type { StepContract } from '../../federation/step-catalogue';

/** States by name, in the order in which they run. */
export type States = Readonly<Record<string, State>>;

/** A catcher in the Amazon States Language. */
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  /** Null keeps nothing of the error. */
  readonly ResultPath: string | null;
  readonly Next: string;
}

/** How a state can fail, and where that leads. */
export interface Recovery {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

const functionOf = {
  'account-steps': '${AccountStepsFunctionArn}',
  'directory-steps': '${DirectoryStepsFunctionArn}',
} as const;

/** Where a state leads: to the next one, or to the end of its machine, branch or iteration. */
export const leadingTo = (next: string | undefined): { readonly Next: string } | { readonly End: true } =>
  next === undefined ? { End: true } : { Next: next };

/** What of a task is its own; the rest follows from the step's contract. */
export interface TaskParts extends Recovery {
  readonly step: string;
  readonly runsIn: StepContract['runsIn'];
  /** JSONPath of the name of the workflow's execution. */
  readonly execution: string;
  readonly inputs: InputTemplate;
  readonly timeoutSeconds: number;
  /** The id that the answer is kept under; undefined where it is dropped. */
  readonly keepAs?: string;
  readonly next: string | undefined;
}

/**
 * A task that runs a step. It sends what schemas/events/step-request.schema.json describes, and keeps the answer under
 * `$.steps.<id>.outputs`: a selector cannot yield the bare answer of an invocation, only an object around it.
 */
export const taskState = (parts: TaskParts): State => ({
  Type: 'Task',
  Resource: 'arn:${Partition}:states:::lambda:invoke',
  Parameters: {
    FunctionName: functionOf[parts.runsIn],
    Payload: {
      step: parts.step,
      'execution.$': parts.execution,
      'event.$': '$.event',
      inputs: parts.inputs,
    },
  },
  ...(parts.keepAs === undefined
    ? { ResultPath: null }
    : { ResultSelector: { 'outputs.$': '$.Payload' }, ResultPath: `$.steps.${parts.keepAs}` }),
  TimeoutSeconds: parts.timeoutSeconds,
  ...recovery(parts),
  ...leadingTo(parts.next),
});

/** A choice that goes to a step where a condition holds, and past it where not. */
export const choiceState = (rule: ChoiceRule, step: string, past: string): State => ({
  Type: 'Choice',
  Choices: [{ ...rule, Next: step }],
  Default: past,
});

export const succeedState: State = { Type: 'Succeed' };

/** A sequence of states with its beginning, as branches and iterations want it. */
export interface Machine {
  readonly startAt: string;
  readonly states: States;
}

/** Branches side by side. `kept` says for each answer that later steps may ask for where the result has it. */
export const parallelState = (
  id: string,
  branches: readonly Machine[],
  kept: Readonly<Record<string, string>>,
  recover: Recovery,
  next: string | undefined,
): State => ({
  Type: 'Parallel',
  Branches: branches.map(({ startAt, states }) => ({ StartAt: startAt, States: states })),
  ...(Object.keys(kept).length === 0 ? { ResultPath: null } : { ResultSelector: kept, ResultPath: `$.steps.${id}` }),
  ...recovery(recover),
  ...leadingTo(next),
});

/** Steps that run for each item of a list; their answers are dropped. */
export const mapState = (
  itemsPath: string,
  concurrency: number,
  iteration: Machine,
  recover: Recovery,
  next: string | undefined,
): State => ({
  Type: 'Map',
  ItemsPath: itemsPath,
  MaxConcurrency: concurrency,
  ItemSelector: { 'event.$': '$.event', 'steps.$': '$.steps', 'item.$': '$$.Map.Item.Value' },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: iteration.startAt,
    States: iteration.states,
  },
  ResultPath: null,
  ...recovery(recover),
  ...leadingTo(next),
});

/** What of a distributed map is its own. */
export interface DistributedMap {
  readonly id: string;
  /** JSONPath of the key of the list in the bucket. */
  readonly listPath: string;
  readonly concurrency: number;
  /** In percent. */
  readonly toleratedFailures: number;
}

/**
 * Steps that run for each account of a list in the bucket, each as an execution of its own that knows the event as if it
 * had been about that account. What became of them is written into the bucket; the answer says where.
 */
export const distributedMapState = (
  { id, listPath, concurrency, toleratedFailures }: DistributedMap,
  iteration: Machine,
  recover: Recovery,
  next: string | undefined,
): State => ({
  Type: 'Map',
  ItemReader: {
    Resource: 'arn:${Partition}:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Parameters: { Bucket: '${BucketName}', 'Key.$': listPath },
  },
  MaxConcurrency: concurrency,
  ToleratedFailurePercentage: toleratedFailures,
  ItemSelector: {
    'execution.$': '$$.Execution.Name',
    event: {
      trigger: 'account-due',
      'account.$': '$$.Map.Item.Value.account',
      'id.$': '$.event.id',
      'time.$': '$.event.time',
    },
    'steps.$': '$.steps',
  },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: iteration.startAt,
    States: iteration.states,
  },
  ResultWriter: {
    Resource: 'arn:${Partition}:states:::s3:putObject',
    Parameters: {
      Bucket: '${BucketName}',
      'Prefix.$': `States.Format('${bucketPrefixes.results}{}/${id}', $$.Execution.Name)`,
    },
  },
  ResultSelector: { outputs: { 'results.$': '$.ResultWriterDetails.Key' } },
  ResultPath: `$.steps.${id}`,
  ...recovery(recover),
  ...leadingTo(next),
});

const recovery = ({ Retry, Catch }: Recovery): Recovery => ({
  ...(Retry === undefined || Retry.length === 0 ? {} : { Retry }),
  ...(Catch === undefined || Catch.length === 0 ? {} : { Catch }),
});
