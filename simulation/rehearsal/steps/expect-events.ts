import type { ExpectEventsStep } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Counts what the factory has said. */
export const expectEvents = (step: ExpectEventsStep, { organization }: Stage): StepReport => {
  const { type, account, role, times } = step;
  const id = account === undefined ? undefined : organization.organization.account(account).id;
  const found = organization
    .outcomes()
    .filter((event) => event['detail-type'] === type)
    .map(({ detail }) => detail)
    .filter((detail) => id === undefined || detail['account'] === id)
    .filter((detail) => role === undefined || detail['role'] === role);
  const met = found.length === times;
  return {
    title: `count the events «${type}»`,
    met,
    details: [{ label: 'events', text: [String(found.length), ...found.map((one) => JSON.stringify(one))].join('\n') }],
    ...(!met && { failure: `The scenario expects ${times} events «${type}», not ${found.length}.` }),
  };
};
