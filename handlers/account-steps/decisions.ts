import type { Decision } from '../../federation/records';
import type { Written } from '../../federation/ports';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import type { AccountStepsPorts } from './ports';

/** What a step has to say: the rest of a line follows from its request. */
export type Said = Pick<Decision, 'decision' | 'reasons' | 'trust'> & {
  /** As IAM has it; the event's unless given. */
  readonly roleName?: string;
  /** The calls that wrote. */
  readonly written?: readonly Written[];
};

/** Adds a line to the decision log. */
export const record = async (
  { event, execution, step }: StepRequest,
  { written = [], roleName = event.roleName, ...said }: Said,
  { table, clock, policyHash }: Pick<AccountStepsPorts, 'table' | 'clock' | 'policyHash'>,
): Promise<void> => {
  const { account, id, trigger, time, actor, byHand } = event;
  const requestIds = written.flatMap(({ requestId }) => requestId ?? []);
  await table.recordDecision({
    account,
    ...(roleName !== undefined && { roleName }),
    execution,
    step,
    ...said,
    ...(requestIds.length > 0 && { requestIds }),
    policyHash,
    event: {
      id,
      trigger,
      time,
      ...(actor !== undefined && { actor }),
      ...(byHand !== undefined && { byHand }),
    },
    at: clock.now().toISOString(),
  });
};
