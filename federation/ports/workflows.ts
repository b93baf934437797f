import type { Trigger } from '../triggers';

/** The workflows. */
export interface Workflows {
  /**
   * Whether a workflow is for a trigger. It is asked before a lock is: an event that starts nothing overtakes none.
   * Where it is left out, every trigger is taken to have one.
   */
  routes(trigger: Trigger): boolean;
  /**
   * Starts the workflow of a trigger. `exists`: there was an execution of that name in the last 90 days, running or
   * ended, and none was started. `unrouted`: no workflow is for the trigger.
   */
  start(trigger: Trigger, execution: string, input: unknown): Promise<'started' | 'exists' | 'unrouted'>;
  /** The ARN of an execution of a trigger's workflow, whether it is there or not; undefined where no workflow is for it. */
  executionArn(trigger: Trigger, execution: string): string | undefined;
  /**
   * How far an execution is. `absent`: Step Functions knows none by that ARN, or does not yet, as what it tells of
   * executions comes late. `foreign`: it is of no workflow of today, and nothing was asked.
   */
  stateOf(executionArn: string): Promise<'running' | 'ended' | 'absent' | 'foreign'>;
}
