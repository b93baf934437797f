import { breachesAtTheEnd } from '../invariants';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Brings the story to its end, and looks for whatever must never be. */
export const expectInvariants = async (stage: Stage): Promise<StepReport> => {
  const breaches = await breachesAtTheEnd(stage);
  return {
    title: 'look for what must never be',
    met: breaches.length === 0,
    details: breaches.map(({ invariant, what }) => ({ label: invariant, text: what })),
    ...(breaches.length > 0 && {
      failure: `The scenario expects every invariant to hold; ${breaches.length} times one does not.`,
    }),
  };
};
