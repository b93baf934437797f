import type { Confirmations } from '../../federation/confirmations';
import type { GuardQuestion } from '../../federation/records';
import { answering, type AnswerOptions } from '../answer';
import type { ExitCode } from '../exit-codes';
import type { CheckedProject } from '../project';
import { plural } from '../report-diagnostics';
import type { ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';

export interface ConfirmOptions extends AnswerOptions {
  /** The hash of the plan. */
  readonly plan: string;
  readonly deny: boolean;
}

/** The factory account, with the credentials of whoever runs the command. */
export interface FactoryAccess {
  readonly confirmations: Confirmations;
  /** The ARN of whoever runs the command, and the account that it is in. */
  whoAmI(): Promise<{ readonly arn: string; readonly account: string }>;
}

/** What the command asks of the world. */
export interface ConfirmPorts {
  connect(region: string): Promise<FactoryAccess>;
  now(): Date;
}

/** What came of an answer. */
interface ConfirmReport {
  readonly plan: string;
  readonly question?: GuardQuestion;
  readonly result?: 'confirmed' | 'denied';
  readonly message?: string;
  readonly error?: ToldFailure;
}

/**
 * Answers a reconcile that the guard has stopped: it goes on, or ends. A plan that no run waits for is refused, and so is
 * one that somebody has answered already.
 * @throws Failure where the table cannot be reached, and nothing was answered.
 */
export const confirm = (options: ConfirmOptions, ports: ConfirmPorts, terminal: Terminal): Promise<ExitCode> =>
  answering(
    options,
    terminal,
    (project) => perform(options, project, ports),
    ({ question, result, message }) => {
      for (const because of question?.because ?? []) terminal.out(because);
      if (result !== undefined && message !== undefined)
        terminal.out(`${styled(terminal, 'green', result)}: ${message}`);
    },
  );

const perform = async (
  { plan: typed, deny }: ConfirmOptions,
  project: CheckedProject,
  ports: ConfirmPorts,
): Promise<ConfirmReport> => {
  const plan = typed.toLowerCase();
  const refused = (message: string, question?: GuardQuestion): ConfirmReport => ({
    plan,
    ...(question !== undefined && { question }),
    error: { code: 'invalid-argument', message },
  });
  if (!/^[0-9a-f]{64}$/.test(plan))
    return refused(`\`${typed}\` is no hash of a plan: it has 64 hexadecimal digits, as the notification has it.`);

  const { organization, factoryAccount } = project.policy;
  const factory = await ports.connect(organization.homeRegion);
  const { confirmations } = factory;
  const { arn, account } = await factory.whoAmI();
  if (account !== factoryAccount)
    return refused(`You are signed in to ${account}. Use credentials of the factory account, ${factoryAccount}.`);
  const question = await confirmations.read(plan);
  if (question === undefined) return refused('No run waits for this plan. See the newest notification for its hash.');
  if (question.answer !== undefined) return refused(alreadyAnswered(question), question);

  const answer = deny ? 'denied' : 'confirmed';
  const answeredAt = ports.now().toISOString();
  const became = await confirmations.answer(question, { answer, answeredBy: arn, answeredAt });
  switch (became) {
    case 'answered':
      return { plan, question, result: answer, message: answered(question, deny) };
    case 'answered-already':
      return refused(alreadyAnswered((await confirmations.read(plan)) ?? question), question);
    case 'gone':
      return refused('No run waits for this plan any more. The next one plans anew.', question);
  }
};

const alreadyAnswered = ({ answer, answeredBy, answeredAt }: GuardQuestion): string =>
  `The plan has been ${answer ?? 'answered'} by ${answeredBy ?? 'somebody'} at ${answeredAt ?? 'an unknown time'} already.`;

const answered = ({ removed, rewritten, accounts }: GuardQuestion, deny: boolean): string => {
  const what = `${plural(removed, 'binding')} to be removed and ${rewritten} to be rewritten in ${plural(accounts, 'account')}`;
  return deny
    ? `the run ends within minutes, and nothing was written: ${what}. Correct the policies, or the next run asks again.`
    : `the run goes on within minutes: ${what}. What goes beyond that is refused.`;
};
