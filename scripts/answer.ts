import type { Diagnostic } from '../customizations/configuration';
import { exitCodes, type ExitCode } from './exit-codes';
import { readProject, type CheckedProject } from './project';
import { reportDiagnostics } from './report-diagnostics';
import { describeFailure, tellFailure, tellTold, type ToldFailure } from './tell-failure';
import type { Terminal } from './terminal';

/** Where a command finds the configuration, and how it answers. */
export interface AnswerOptions {
  readonly config: string;
  readonly output: 'text' | 'json';
}

/**
 * Runs a command on the configuration. For machines all that there is to say comes as one JSON object, also where
 * something has failed: then it has an `error`.
 * @param work answers what the command has to say, also with an error where something was done already, or why it cannot
 * be done.
 * @param tell says the same to people.
 */
export const answering = async <T extends object>(
  options: AnswerOptions,
  terminal: Terminal,
  work: (project: CheckedProject) => Promise<T | ToldFailure>,
  tell: (answer: T, project: CheckedProject) => void,
): Promise<ExitCode> => {
  const isText = options.output === 'text';
  const said: { diagnostics: readonly Diagnostic[] } = { diagnostics: [] };
  const json = (body: object): void => {
    if (!isText) terminal.out(JSON.stringify({ ...said, ...body }, null, 2));
  };
  try {
    const { project, diagnostics } = await readProject(options.config);
    said.diagnostics = diagnostics;
    if (isText) reportDiagnostics(diagnostics, terminal);
    if (project === undefined) {
      json({});
      return exitCodes.error;
    }
    const answer = await work(project);
    if (isToldFailure(answer)) {
      json({ error: answer });
      if (isText) tellTold(answer, terminal);
      return exitCodes.error;
    }
    json(answer);
    if (isText) tell(answer, project);
    const error = 'error' in answer && isToldFailure(answer.error) ? answer.error : undefined;
    if (error === undefined) return exitCodes.done;
    if (isText) tellTold(error, terminal);
    return exitCodes.error;
  } catch (error) {
    if (isText) throw error;
    json({ error: describeFailure(error) });
    tellFailure(error, terminal);
    return exitCodes.error;
  }
};

const isToldFailure = (answer: unknown): answer is ToldFailure =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer;
