import type { Outcome } from '../outcomes';
import type { Trigger } from '../triggers';

/** The bus that says what became of things. */
export interface Outcomes {
  publish(outcome: Outcome): Promise<void>;
}

/** The factory's own end of the intake queue. */
export interface IntakeQueue {
  /** Asks for workflows, as if an event had told of each. */
  request(requests: readonly WorkflowRequest[]): Promise<void>;
}

/** A workflow to start. `id` names the request: the same id starts nothing twice. */
export interface WorkflowRequest {
  readonly id: string;
  readonly trigger: Trigger;
  readonly account: string;
  readonly roleName?: string;
  /** A moment before the need was seen, in ISO 8601: whatever happens after it is newer. */
  readonly observedAt: string;
}
