import type { Diagnostic } from '../../customizations/configuration';
import type { Executions } from '../../federation/executions';
import type { Pause } from '../../federation/ports';
import { exitCodes, type ExitCode } from '../exit-codes';
import { readProject } from '../project';
import { reportDiagnostics } from '../report-diagnostics';
import { readRevocation, type RevocationWish } from '../revocation';
import { revocationEnd, revocationStarted, revocationUnseen, type RevocationReport } from '../revocation-report';
import { describeFailure, tellFailure, tellTold } from '../tell-failure';
import { styled, type Terminal } from '../terminal';

export interface RevokeOptions extends RevocationWish {
  readonly config: string;
  readonly output: 'text' | 'json';
  /** Whether to wait for the end. */
  readonly wait: boolean;
}

/** What the command asks of the world. */
export interface RevokePorts {
  /** Step Functions in a region, with the credentials of whoever runs the command. */
  connect(region: string): Promise<Executions>;
  readonly pause: Pause;
  now(): Date;
  newId(): string;
}

/** The end of an execution is asked for so often, and so many seconds apart: ten minutes in all. */
const polls = 300;
const secondsBetween = 2;

/**
 * Has a binding cut off at once, or with `lift` has it made anew. It starts the workflow itself and takes no place in
 * the intake queue, so that it waits for nothing but another revocation of the same role.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable` where nothing was started.
 */
export const revoke = async (options: RevokeOptions, ports: RevokePorts, terminal: Terminal): Promise<ExitCode> => {
  if (options.output === 'text') {
    const report = await perform(options, ports, terminal, (diagnostics) => {
      reportDiagnostics(diagnostics, terminal);
    });
    if (report !== undefined) tell(report, terminal);
    return exitCodeOf(report);
  }
  const diagnostics: Diagnostic[] = [];
  const answer = (body: object): void => {
    terminal.out(JSON.stringify({ diagnostics, ...body }, null, 2));
  };
  try {
    const report = await perform(options, ports, terminal, (found) => diagnostics.push(...found));
    answer({ ...report });
    return exitCodeOf(report);
  } catch (error) {
    answer({ error: describeFailure(error) });
    tellFailure(error, terminal);
    return exitCodes.error;
  }
};

/** Answers nothing where the configuration has an error. */
const perform = async (
  options: RevokeOptions,
  ports: RevokePorts,
  terminal: Terminal,
  found: (diagnostics: readonly Diagnostic[]) => void,
): Promise<RevocationReport | undefined> => {
  const { project, diagnostics } = await readProject(options.config);
  found(diagnostics);
  if (project === undefined) return undefined;
  const revocation = readRevocation(options, project);
  if ('code' in revocation) return { error: revocation };

  const { account, role, trigger, stateMachineArn } = revocation;
  const executions = await ports.connect(project.policy.organization.homeRegion);
  const id = `${options.lift ? 'reinstate' : 'revoke'}-${ports.newId()}`;
  const event = { trigger, account, roleName: role, byHand: true, id, time: ports.now().toISOString() };
  const execution = await executions.start(stateMachineArn, id, { event });
  if (!options.wait) return revocationStarted(revocation, execution);
  try {
    const state = await endOf(execution, executions, ports.pause, terminal);
    return revocationEnd(revocation, execution, state);
  } catch (error) {
    return revocationUnseen(revocation, execution, error);
  }
};

/** Waits for the end of an execution, but not for ever. */
const endOf = async (
  execution: string,
  executions: Executions,
  pause: Pause,
  terminal: Terminal,
): ReturnType<Executions['describe']> => {
  try {
    for (let poll = 1; ; poll += 1) {
      const state = await executions.describe(execution);
      if (state.status !== 'RUNNING' || poll > polls) return state;
      if (terminal.watched) terminal.progress(`the workflow runs, ${(poll - 1) * secondsBetween} s`);
      await pause(secondsBetween);
    }
  } finally {
    if (terminal.watched) terminal.progress('');
  }
};

const tell = ({ result, message, error }: RevocationReport, terminal: Terminal): void => {
  if (message !== undefined)
    terminal.out(result === undefined ? message : `${styled(terminal, 'green', result)}: ${message}`);
  if (error !== undefined) tellTold(error, terminal);
};

const exitCodeOf = (report: RevocationReport | undefined): ExitCode =>
  report === undefined || report.error !== undefined ? exitCodes.error : exitCodes.done;
