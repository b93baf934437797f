/** Errors of AWS's interfaces, by their codes. */
export type AwsErrorCode =
  | 'AccessDenied'
  | 'ConcurrentModification'
  | 'EntityAlreadyExists'
  | 'ExecutionAlreadyExists'
  | 'LimitExceeded'
  | 'MalformedPolicyDocument'
  | 'NoSuchBucket'
  | 'NoSuchEntity'
  | 'ProvisionedThroughputExceededException'
  | 'ResourceNotFoundException'
  | 'Throttling'
  | 'ThrottlingException'
  | 'ValidationError';

/** What AWS answers instead of a result. */
export class AwsError extends Error {
  override readonly name: AwsErrorCode;

  constructor(
    readonly code: AwsErrorCode,
    message: string,
  ) {
    super(message);
    this.name = code;
  }
}

/** What keeps the local organization from playing on. */
export type SimulationErrorCode =
  | 'not-at-rest'
  | 'not-simulated'
  | 'template-invalid'
  | 'manifest-invalid'
  | 'unknown-account'
  | 'unknown-identity-provider'
  | 'unknown-role'
  | 'unknown-organizational-unit'
  | 'duplicate-account'
  | 'step-refused'
  | 'stack-failed';

/** The local organization cannot go on; the message says what to change. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';

  constructor(
    readonly code: SimulationErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
