import { Failure } from '../../federation/failures';
import type { GuardVerdict } from '../../federation/guard';
import type { GuardQuestion } from '../../federation/records';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import type { AccountStepsPorts } from './ports';

/** What somebody is to confirm. */
export type Stopped = Extract<GuardVerdict, { kind: 'stop' }> & Pick<GuardQuestion, 'plan' | 'subject'>;

/**
 * Asks for a confirmation, unless this execution has asked already; answers what stands. It is told first and asked then:
 * broken off in between, it is told once more, and never asked of nobody.
 */
export const askForConfirmation = async (
  { because, totals, plan, subject }: Stopped,
  { execution }: Pick<StepRequest, 'execution'>,
  { table, outcomes, clock, policyHash }: AccountStepsPorts,
): Promise<GuardQuestion> => {
  const standing = await table.readConfirmation(plan);
  if (standing?.execution === execution) return standing;
  const told = because.slice(0, mostReasons);
  await outcomes.publish({
    type: 'Guard Stopped',
    detail: { plan, subject, execution, because: told, ...totals, next: howToAnswer(plan) },
  });
  const askedAt = clock.now().toISOString();
  return table.askConfirmation({ plan, policyHash, execution, subject, because: told, ...totals, askedAt });
};

/**
 * Lets pass what is confirmed.
 * @throws Failure `ConfirmationMissing` while nobody has answered; `ConfirmationDenied`.
 */
export const requireConfirmation = async (
  stopped: Stopped,
  request: Pick<StepRequest, 'execution'>,
  ports: AccountStepsPorts,
): Promise<void> => {
  requireAnswer(await askForConfirmation(stopped, request, ports));
};

/** @throws Failure `ConfirmationMissing` while nobody has answered; `ConfirmationDenied`. */
export const requireAnswer = ({ plan, answer, answeredBy, because }: GuardQuestion): void => {
  if (answer === 'confirmed') return;
  if (answer === 'denied') throw new Failure('ConfirmationDenied', `${answeredBy ?? 'Somebody'} has denied ${plan}.`);
  throw new Failure('ConfirmationMissing', `The plan ${plan} waits for a confirmation. ${because.join(' ')}`);
};

/** So many reasons are told; accounts beyond them are in the report of the run. */
const mostReasons = 20;

const howToAnswer = (plan: string): string =>
  `Nothing was written. Run \`oidc-factory confirm ${plan}\` to have it done, or with \`--deny\` to have it ended.`;
