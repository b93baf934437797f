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
import { waitForEnd } from '../wait-for-end';

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

/** The end of an execution is waited for so long. */
const mostSeconds = 600;

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
    const state = await waitForEnd(execution, executions, ports.pause, terminal, mostSeconds);
    return revocationEnd(revocation, execution, state);
  } catch (error) {
    return revocationUnseen(revocation, execution, error);
  }
};

const tell = ({ result, message, error }: RevocationReport, terminal: Terminal): void => {
  if (message !== undefined)
    terminal.out(result === undefined ? message : `${styled(terminal, 'green', result)}: ${message}`);
  if (error !== undefined) tellTold(error, terminal);
};

const exitCodeOf = (report: RevocationReport | undefined): ExitCode =>
  report === undefined || report.error !== undefined ? exitCodes.error : exitCodes.done;
