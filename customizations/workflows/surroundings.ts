import type { StepContract } from '../../federation/step-catalogue';
import type { StepCatalogue } from './catalogue';
import type { Report } from './problems';

/** What holds for the whole workflow while its steps are compiled. */
export interface Surroundings {
  readonly catalogue: StepCatalogue;
  /** What the workflow's triggers are about. */
  readonly subjects: ReadonlySet<StepContract['subject']>;
  /** Whether a failed step leads to a report. */
  readonly reportsFailures: boolean;
  readonly report: Report;
}
