import type { ExecutionState, Executions } from '../federation/executions';
import type { Pause } from '../federation/ports';
import type { ToldFailure } from './tell-failure';
import type { Terminal } from './terminal';

/** The end of an execution is asked for so many seconds apart. */
const secondsBetween = 2;

/** Waits for the end of an execution, but not for ever: for so many seconds at most. */
export const waitForEnd = async (
  execution: string,
  executions: Executions,
  pause: Pause,
  terminal: Terminal,
  mostSeconds: number,
): ReturnType<Executions['describe']> => {
  try {
    for (let waited = 0; ; waited += secondsBetween) {
      const state = await executions.describe(execution);
      if (state.status !== 'RUNNING' || waited >= mostSeconds) return state;
      if (terminal.watched) terminal.progress(`the workflow runs, ${waited} s`);
      await pause(secondsBetween);
    }
  } finally {
    if (terminal.watched) terminal.progress('');
  }
};

/** Why a workflow has not come to its end. */
export const workflowFailed = (
  { status, error, cause }: Extract<ExecutionState, { status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' }>,
  execution: string,
): ToldFailure => {
  const why = [error, cause].filter((text) => text !== undefined && text !== '').join(': ');
  const message = `The workflow ended as ${status}${why === '' ? '' : ` (${why})`}. What it did is in ${execution}`;
  return { code: 'workflow-failed', message };
};
