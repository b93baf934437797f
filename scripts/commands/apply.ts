import { visible } from '../../customizations/configuration';
import { approvedKey, reportKey } from '../../federation/bucket-keys';
import type { ExecutionState, Executions } from '../../federation/executions';
import type { FactoryBucket, Pause } from '../../federation/ports';
import { readPlanFile } from '../../handlers/approved-plan';
import { parseJson } from '../../handlers/json';
import type { ApprovedPlan } from '../../schemas/generated/records/plan-file.types';
import type { RunResultObject } from '../../schemas/generated/records/run-result.types';
import validateRunResult from '../../schemas/generated/records/run-result.validate';
import { answering, type AnswerOptions } from '../answer';
import type { ExitCode } from '../exit-codes';
import { fileErrorCode } from '../file-errors';
import type { CheckedProject } from '../project';
import { plural } from '../report-diagnostics';
import { stateMachineFor } from '../revocation';
import { describeFailure, type ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';
import { waitForEnd, workflowFailed } from '../wait-for-end';

export interface ApplyOptions extends AnswerOptions {
  /** The file that `plan --out` has written. */
  readonly plan: string;
  /** Whether to wait for the end. */
  readonly wait: boolean;
}

/** The factory account, with the credentials of whoever runs the command. */
export interface ApplyAccess {
  readonly executions: Executions;
  readonly bucket: FactoryBucket;
}

/** What the command asks of the world. */
export interface ApplyPorts {
  connect(place: { readonly region: string; readonly factoryAccount: string }): Promise<ApplyAccess>;
  read(file: string): Promise<string>;
  readonly pause: Pause;
  now(): Date;
  newId(): string;
}

/** What came of it. */
interface ApplyReport {
  /** The hash of the plan. */
  readonly plan: string;
  /** The execution's ARN. */
  readonly execution?: string;
  readonly result?: 'started' | 'running' | 'applied';
  readonly message?: string;
  readonly error?: ToldFailure;
  /** The accounts in which it was not carried out. */
  readonly failed?: RunResultObject['failed'];
}

/** The end of an execution is waited for so long, in seconds. */
const mostSeconds = 3600;

/**
 * Has a plan carried out exactly as it was approved: the plan goes into the factory's bucket under its hash, and a reconcile
 * of its accounts is started that names the hash. In an account where something else would be done by now, nothing is.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable` where nothing was started.
 */
export const apply = (options: ApplyOptions, ports: ApplyPorts, terminal: Terminal): Promise<ExitCode> =>
  answering(
    options,
    terminal,
    (project) => perform(options, project, ports, terminal),
    ({ result, message, failed = [] }) => {
      for (const { account, error, what } of failed)
        terminal.err(
          `${styled(terminal, 'yellow', 'not applied', 'err')}  ${account}  ${visible(`${error}  ${what}`)}`,
        );
      if (result !== undefined && message !== undefined)
        terminal.out(`${styled(terminal, 'green', result)}: ${message}`);
    },
  );

const perform = async (
  { plan: file, wait }: ApplyOptions,
  project: CheckedProject,
  ports: ApplyPorts,
  terminal: Terminal,
): Promise<ApplyReport | ToldFailure> => {
  const read = await readPlan(file, project, ports);
  if ('code' in read) return read;
  const { hash, accounts } = read;
  if (accounts.length === 0) return { plan: hash, result: 'applied', message: 'the plan has nothing to do.' };
  const stateMachine = stateMachineFor('organization-due', project);
  if (typeof stateMachine !== 'string') return { plan: hash, error: stateMachine };

  const { organization, factoryAccount } = project.policy;
  const { executions, bucket } = await ports.connect({ region: organization.homeRegion, factoryAccount });
  await bucket.write(approvedKey(hash), JSON.stringify(read));
  const id = `apply-${ports.newId()}`;
  const time = ports.now().toISOString();
  const event = { trigger: 'organization-due', account: factoryAccount, cause: 'operator', approval: hash, id, time };
  const execution = await executions.start(stateMachine, id, { event });
  const about = { plan: hash, execution };
  if (!wait) return { ...about, result: 'started', message: `the workflow works: ${execution}` };
  try {
    const state = await waitForEnd(execution, executions, ports.pause, terminal, mostSeconds);
    return { ...about, ...(await endOf(state, id, execution, bucket)) };
  } catch (error) {
    const { code, message } = describeFailure(error);
    const goesOn = `The workflow was started and goes on without this command: ${execution}`;
    return { ...about, error: { code, message: `${message} ${goesOn}` } };
  }
};

const readPlan = async (
  file: string,
  { policyHash }: CheckedProject,
  ports: Pick<ApplyPorts, 'read'>,
): Promise<ApprovedPlan | ToldFailure> => {
  const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
  const text = await ports.read(file).catch((error: unknown) => {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    return { code };
  });
  if (typeof text !== 'string')
    return invalid(`\`${file}\` cannot be read (${text.code}). Name the file that \`plan --out\` has written.`);
  const plan = readPlanFile(parseJson(text));
  if (plan === undefined)
    return invalid(`\`${file}\` is no plan, or was changed since \`plan --out\` wrote it. Write it anew.`);
  return plan.policyHash === policyHash
    ? plan
    : invalid('The configuration is another one than the plan was made by. Plan anew, and have that approved.');
};

const endOf = async (
  state: ExecutionState,
  run: string,
  execution: string,
  bucket: FactoryBucket,
): Promise<Pick<ApplyReport, 'result' | 'message' | 'failed' | 'error'>> => {
  switch (state.status) {
    case 'RUNNING':
      return { result: 'running', message: `the workflow still runs after an hour: ${execution}` };
    case 'SUCCEEDED': {
      const result = parseJson(await bucket.read(reportKey(run, 'result')));
      if (!validateRunResult(result))
        return { error: { code: 'workflow-failed', message: `What came of it is in ${execution}` } };
      return told(result);
    }
    default:
      return { error: workflowFailed(state, execution) };
  }
};

const told = ({ changed, failed }: RunResultObject): Pick<ApplyReport, 'result' | 'message' | 'failed' | 'error'> => {
  const done = `in ${plural(changed, 'account')} what was approved has been asked for.`;
  if (failed.length === 0) return { result: 'applied', message: done };
  const where = failed.length === 1 ? 'In 1 account' : `In ${failed.length} accounts`;
  const message = `${where} the plan was not carried out, and nothing of it was written there; ${done} Plan anew for the rest.`;
  return { failed, error: { code: 'plan-not-applied', message } };
};
