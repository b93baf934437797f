import type { WaitStep } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';
import { withFaults } from '../work';

/** Time passes, with its faults; whatever is due in it is done. */
export const wait = async ({ days = 0, hours = 0, minutes = 0 }: WaitStep, stage: Stage): Promise<StepReport> => {
  const { organization } = stage;
  const seconds = ((days * 24 + hours) * 60 + minutes) * 60;
  await withFaults(stage, async () => {
    await organization.settle({ until: new Date(organization.clock.now().getTime() + seconds * 1000) });
  });
  const parts = Object.entries({ days, hours, minutes }).filter(([, count]) => count > 0);
  return { title: `wait ${parts.map(([unit, count]) => `${count} ${unit}`).join(' ') || 'a moment'}`, details: [] };
};
