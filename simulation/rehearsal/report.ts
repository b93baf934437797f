/** A thing worth telling of a step. `text` may have several lines. */
export interface Detail {
  readonly label: string;
  readonly text: string;
}

/** What a step came to; `failure` says which expectation of the scenario was not met. */
export interface StepReport {
  /** Whether an expectation of the scenario was met; absent where the step expects nothing. */
  readonly met?: boolean;
  /** What was done, in a few words. */
  readonly title: string;
  readonly details: readonly Detail[];
  readonly failure?: string;
}
