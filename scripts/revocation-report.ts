import type { ExecutionState } from '../federation/executions';
import type { Revocation } from './revocation';
import { describeFailure, type ToldFailure } from './tell-failure';

/** What came of a revocation, or of lifting one; what was not reached is absent. */
export interface RevocationReport {
  readonly account?: string;
  readonly role?: string;
  /** The execution's ARN. */
  readonly execution?: string;
  /** `nothing-to-do`: there was no binding, or no revocation of it. */
  readonly result?: 'started' | 'revoked' | 'reinstated' | 'nothing-to-do';
  /** In one sentence, or a few. */
  readonly message?: string;
  readonly error?: ToldFailure;
}

/** The execution was started, and nobody waits for it. */
export const revocationStarted = (revocation: Revocation, execution: string): RevocationReport => ({
  ...subjectOf(revocation, execution),
  result: 'started',
  message: `the workflow for ${nameOf(revocation)} works: ${execution}`,
});

/** Its end cannot be seen, but it goes on. */
export const revocationUnseen = (revocation: Revocation, execution: string, error: unknown): RevocationReport => {
  const { code, message } = describeFailure(error);
  return {
    ...subjectOf(revocation, execution),
    error: { code, message: `${message} The workflow was started and goes on without this command: ${execution}` },
  };
};

/** The execution as it was last seen. */
export const revocationEnd = (revocation: Revocation, execution: string, state: ExecutionState): RevocationReport => {
  const subject = subjectOf(revocation, execution);
  const name = nameOf(revocation);
  if (state.status === 'SUCCEEDED') return { ...subject, ...answerOf(revocation, name, state.output) };
  if (state.status === 'RUNNING') {
    const message = `The workflow for ${name} still runs after ten minutes. See in the console what it waits for: ${execution}`;
    return { ...subject, error: { code: 'workflow-still-running', message } };
  }
  const why = [state.error, state.cause].filter((text) => text !== undefined && text !== '').join(': ');
  const said = why === '' ? '' : ` (${why})`;
  const warning =
    revocation.trigger === 'role-revoked'
      ? 'The role may still be open to its caller. Run the command again, or unbind the role by hand.'
      : 'The revocation may still stand. Run the command again.';
  const message = `The workflow for ${name} ended as ${state.status}${said}. ${warning} What it did is in ${execution}`;
  return { ...subject, error: { code: 'workflow-failed', message } };
};

type Answer = Pick<RevocationReport, 'result' | 'message' | 'error'>;

const answerOf = ({ trigger }: Revocation, name: string, output: unknown): Answer => {
  if (trigger === 'role-revoked')
    return answered(output, 'revoked') === 'no'
      ? { result: 'nothing-to-do', message: `the factory has no binding of ${name}. Nothing was changed.` }
      : {
          result: 'revoked',
          message: `${name} admits its caller no more, and sessions already issued are denied.${callerOf(output)} \`oidc-factory revoke --lift\` takes it back.`,
        };
  switch (answered(output, 'reinstated')) {
    case 'no':
      return { result: 'nothing-to-do', message: `${name} is not revoked. Nothing was changed.` };
    case 'overtaken': {
      const message = `Somebody has revoked the binding of ${name} since this was asked for, and that stands. See why, then run the command again.`;
      return { error: { code: 'overtaken', message } };
    }
    default:
      return {
        result: 'reinstated',
        message: `the revocation of ${name} is lifted, and the role is being bound anew.`,
      };
  }
};

/** Other roles may share a caller, and one that the YAML names is not the factory's to disable. */
const callerOf = (output: unknown): string => {
  switch (answered(output, 'disabled')) {
    case 'yes':
    case 'already':
      return ' The caller is disabled in Microsoft Entra.';
    case 'absent':
      return ' No caller of its own was there to be disabled.';
    default:
      return '';
  }
};

/** What the step that gives an output of that name has answered, whatever its id in the workflow is. */
const answered = (output: unknown, name: string): unknown => {
  const steps = at(output, 'steps');
  const values = typeof steps === 'object' && steps !== null ? Object.values(steps) : [];
  return values.map((step: unknown) => at(at(step, 'outputs'), name)).find((value) => value !== undefined);
};

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const subjectOf = ({ account, role }: Revocation, execution: string): RevocationReport => ({
  account,
  role,
  execution,
});

const nameOf = ({ account, accountName, role }: Revocation): string => `${accountName ?? account}/${role}`;
