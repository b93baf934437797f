import type { ExpectStep } from '../../../schemas/generated/documents/scenario.types';
import { audiencesOf, ownedApplications } from '../remains';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Counts what is there, and compares it with what the scenario says. */
export const expectState = (expected: ExpectStep, stage: Stage): StepReport => {
  const applications = ownedApplications(stage, 'applications');
  const retired = ownedApplications(stage, 'deletedApplications');
  const checks = [
    { what: 'live applications', wanted: expected.applications, found: applications },
    { what: 'restorable applications', wanted: expected.retiredApplications, found: retired },
    ...Object.entries(expected.audiences ?? {}).map(([account, wanted]) => ({
      what: `audiences in ${account}`,
      wanted,
      found: audiencesOf(stage, account),
    })),
  ].filter(({ wanted }) => wanted !== undefined);
  const wrong = checks.filter(({ wanted, found }) => wanted !== found.length);
  return {
    title: 'look at what is there',
    met: wrong.length === 0,
    details: checks.map(({ what, found }) => ({
      label: what,
      text: [String(found.length), ...found].join('\n'),
    })),
    ...(wrong.length > 0 && {
      failure: `The scenario expects ${wrong.map(({ what, wanted, found }) => `${wanted ?? 0} ${what}, not ${found.length}`).join('; ')}.`,
    }),
  };
};
