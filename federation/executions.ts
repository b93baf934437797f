/** What the command line asks of Step Functions in the factory account. */
export interface Executions {
  /**
   * Starts a state machine; answers the execution's ARN. The same name and input again start nothing new.
   * @throws Failure `FactoryRefused`, `FactoryUnreachable`.
   */
  start(stateMachineArn: string, execution: string, input: unknown): Promise<string>;
  /** @throws Failure `FactoryRefused`, `FactoryUnreachable`. */
  describe(executionArn: string): Promise<ExecutionState>;
}

/** How far an execution is. */
export type ExecutionState =
  | { readonly status: 'RUNNING' }
  /** `output` is the JSON that it ended with, parsed. */
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      /** The error's name. */
      readonly error?: string;
      readonly cause?: string;
    };
