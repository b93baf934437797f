import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** The nightly schedule, now. */
export const reconcile = ({ organization }: Stage): StepReport => {
  organization.nightly();
  return { title: 'reconcile the organization', details: [] };
};
