import type { GuardQuestion } from './records';

/** What the command line asks of the table: the plans that wait, and the answers. */
export interface Confirmations {
  /** @throws Failure `AccessDenied`, `Throttled`, `Unavailable`. */
  read(plan: string): Promise<GuardQuestion | undefined>;
  /**
   * Answers the question that an execution has asked. `answered-already`: somebody was faster. `gone`: that execution
   * does not wait for it any more.
   */
  answer(
    question: Pick<GuardQuestion, 'plan' | 'execution'>,
    answer: Required<Pick<GuardQuestion, 'answer' | 'answeredBy' | 'answeredAt'>>,
  ): Promise<'answered' | 'answered-already' | 'gone'>;
}
