import type { JsonObject } from '../json';

/** A state machine as it was deployed; its definition's placeholders are filled in. */
export interface DeployedStateMachine {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: JsonObject;
}
