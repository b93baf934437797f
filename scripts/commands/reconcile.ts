import type { ExecutionState, Executions } from '../../federation/executions';
import type { Pause } from '../../federation/ports';
import { at, numberOf, textOf } from '../../simulation/json';
import { answering, type AnswerOptions } from '../answer';
import type { ExitCode } from '../exit-codes';
import type { CheckedProject } from '../project';
import { plural } from '../report-diagnostics';
import { findAccount, stateMachineFor } from '../revocation';
import { describeFailure, type ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';
import { waitForEnd, workflowFailed } from '../wait-for-end';

export interface ReconcileOptions extends AnswerOptions {
  /** Id or name of the one account; every account unless given. */
  readonly account?: string;
  /** Whether to wait for the end. */
  readonly wait: boolean;
}

/** What the command asks of the world. */
export interface ReconcilePorts {
  /** Step Functions in a region, with the credentials of whoever runs the command. */
  connect(region: string): Promise<Executions>;
  readonly pause: Pause;
  now(): Date;
  newId(): string;
}

/** The end of an execution is waited for so long, in seconds. */
const mostSeconds = 3600;

/** What came of a reconcile. */
interface ReconcileReport {
  readonly account?: string;
  /** The execution's ARN. */
  readonly execution?: string;
  readonly result?: 'started' | 'running' | 'done';
  readonly message?: string;
  readonly error?: ToldFailure;
}

/**
 * Has every account, or one, compared with the policies now. It starts the workflow itself; the workflow takes its turn
 * behind another reconcile.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable` where nothing was started.
 */
export const reconcile = (options: ReconcileOptions, ports: ReconcilePorts, terminal: Terminal): Promise<ExitCode> =>
  answering(
    options,
    terminal,
    (project) => perform(options, project, ports, terminal),
    ({ result, message }) => {
      if (result !== undefined && message !== undefined)
        terminal.out(`${styled(terminal, 'green', result)}: ${message}`);
    },
  );

const perform = async (
  options: ReconcileOptions,
  project: CheckedProject,
  ports: ReconcilePorts,
  terminal: Terminal,
): Promise<ReconcileReport | ToldFailure> => {
  const wanted = readWanted(options, project);
  if ('code' in wanted) return wanted;
  const stateMachine = stateMachineFor(wanted.trigger, project);
  if (typeof stateMachine !== 'string') return stateMachine;

  const executions = await ports.connect(project.policy.organization.homeRegion);
  const id = `reconcile-${ports.newId()}`;
  const { trigger, account } = wanted;
  const cause = trigger === 'organization-due' ? { cause: 'operator' } : {};
  const event = { trigger, account, ...cause, id, time: ports.now().toISOString() };
  const execution = await executions.start(stateMachine, id, { event });
  const subject = { ...(trigger === 'account-due' && { account }), execution };
  if (!options.wait) return { ...subject, result: 'started', message: `the workflow works: ${execution}` };
  try {
    const state = await waitForEnd(execution, executions, ports.pause, terminal, mostSeconds);
    return { ...subject, ...endOf(state, execution, trigger) };
  } catch (error) {
    const { code, message } = describeFailure(error);
    const goesOn = `The workflow was started and goes on without this command: ${execution}`;
    return { ...subject, error: { code, message: `${message} ${goesOn}` } };
  }
};

interface Wanted {
  readonly trigger: 'account-due' | 'organization-due';
  readonly account: string;
}

const readWanted = ({ account }: ReconcileOptions, project: CheckedProject): Wanted | ToldFailure => {
  if (account === undefined) return { trigger: 'organization-due', account: project.policy.factoryAccount };
  const found = findAccount(account, project);
  return 'code' in found ? found : { trigger: 'account-due', account: found.account };
};

type End = Pick<ReconcileReport, 'result' | 'message' | 'error'>;

const endOf = (state: ExecutionState, execution: string, trigger: Wanted['trigger']): End => {
  switch (state.status) {
    case 'RUNNING':
      return {
        result: 'running',
        message: `the workflow still runs after an hour. It may wait for \`oidc-factory confirm\`: see the notifications, and ${execution}`,
      };
    case 'SUCCEEDED':
      return { result: 'done', message: trigger === 'account-due' ? inAccount(state.output) : inAll(state.output) };
    default:
      return { error: workflowFailed(state, execution) };
  }
};

const inAccount = (output: unknown): string => {
  const requests = numberOf(at(output, 'steps', 'reconcile', 'outputs', 'requests')) ?? 0;
  return requests === 0
    ? 'the account is as the policies want it.'
    : `${plural(requests, 'workflow')} of roles were asked for.`;
};

const inAll = (output: unknown): string => {
  const count = numberOf(at(output, 'steps', 'list', 'outputs', 'count')) ?? 0;
  const failed = numberOf(at(output, 'steps', 'report', 'outputs', 'failed')) ?? 0;
  const verdict = textOf(at(output, 'steps', 'guard', 'outputs', 'verdict'));
  const accounts = plural(count, 'account');
  if (count === 0) return 'no account was due.';
  if (verdict === 'nothing') return `${accounts} were read, and nothing was to be done.`;
  const kept = failed === 0 ? '' : ` In ${plural(failed, 'account')} something failed: see the report in the bucket.`;
  return `${accounts} were read, and what was to be done has been asked for.${kept}`;
};
