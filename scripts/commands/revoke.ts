import type { Executions } from '../../federation/executions';
import type { Pause } from '../../federation/ports';
import { answering, type AnswerOptions } from '../answer';
import type { ExitCode } from '../exit-codes';
import type { CheckedProject } from '../project';
import { readRevocation, type RevocationWish } from '../revocation';
import { revocationEnd, revocationStarted, revocationUnseen, type RevocationReport } from '../revocation-report';
import type { ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';
import { waitForEnd } from '../wait-for-end';

export interface RevokeOptions extends RevocationWish, AnswerOptions {
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
export const revoke = (options: RevokeOptions, ports: RevokePorts, terminal: Terminal): Promise<ExitCode> =>
  answering(
    options,
    terminal,
    (project) => perform(options, project, ports, terminal),
    ({ result, message }) => {
      if (message === undefined) return;
      terminal.out(result === undefined ? message : `${styled(terminal, 'green', result)}: ${message}`);
    },
  );

const perform = async (
  options: RevokeOptions,
  project: CheckedProject,
  ports: RevokePorts,
  terminal: Terminal,
): Promise<RevocationReport | ToldFailure> => {
  const revocation = readRevocation(options, project);
  if ('code' in revocation) return revocation;

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
