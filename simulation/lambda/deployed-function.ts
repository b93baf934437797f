/** A function as it was deployed. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  /** Of the role that it runs under. */
  readonly roleArn: string;
  /** The text of `index.js`. */
  readonly code: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A queue that a function is called for. */
export interface EventSourceMapping {
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  /** Whether the function's answer names the messages that failed. */
  readonly reportsFailures: boolean;
}
