import type { ConfirmStep } from '../../../schemas/generated/documents/scenario.types';
import { accountPrincipalArn } from '../../../federation/arn';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** An operator answers the plans that wait, as the command does: in the table. */
export const confirm = ({ deny = false }: ConfirmStep, { organization, policy }: Stage): StepReport => {
  organization.clock.advance(1);
  const answer = deny ? 'denied' : 'confirmed';
  const answeredAt = organization.clock.now().toISOString();
  const answeredBy = accountPrincipalArn(policy.organization.partition, policy.factoryAccount);
  const waiting = organization.table.waitingQuestions();
  for (const { plan, execution } of waiting)
    organization.table.answer({ plan, execution }, { answer, answeredBy, answeredAt });
  return {
    title: `${deny ? 'deny' : 'confirm'} what waits for it`,
    met: waiting.length > 0,
    details: waiting.map(({ plan, because }) => ({ label: 'plan', text: [plan, ...because].join('\n') })),
    ...(waiting.length === 0 && { failure: 'No plan waits for a confirmation.' }),
  };
};
