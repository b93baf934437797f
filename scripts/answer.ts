import type { Diagnostic } from '../customizations/configuration';
import { exitCodes, type ExitCode } from './exit-codes';
import { readProject, type CheckedProject } from './project';
import { reportDiagnostics } from './report-diagnostics';
import { describeFailure, tellFailure, tellTold, type ToldFailure } from './tell-failure';
import { styled, type Terminal } from './terminal';

/** What a command that asks the factory for something has to say. */
export interface Answer {
  /** In a word. */
  readonly result?: string;
  /** A sentence that goes on behind the result. */
  readonly message?: string;
  readonly error?: ToldFailure;
}

/** How somebody wants to be answered, and by which configuration. */
export interface AnswerOptions {
  readonly config: string;
  readonly output: 'text' | 'json';
}

/**
 * Reads the configuration, does what a command does with it, and tells the answer: to people as a sentence, to machines as
 * one JSON object with the diagnostics, also where something goes wrong.
 * @param tellMore what people are told before the sentence.
 */
export const answer = async <Report extends Answer>(
  { config, output }: AnswerOptions,
  terminal: Terminal,
  perform: (project: CheckedProject) => Promise<Report>,
  tellMore: (report: Report) => void = () => undefined,
): Promise<ExitCode> => {
  const { project, diagnostics } = await readProject(config);
  const asJson = (body: object): void => {
    const told: { readonly diagnostics: readonly Diagnostic[] } = { diagnostics };
    terminal.out(JSON.stringify({ ...told, ...body }, null, 2));
  };
  if (output === 'text') reportDiagnostics(diagnostics, terminal);
  if (project === undefined) {
    if (output === 'json') asJson({});
    return exitCodes.error;
  }
  try {
    const report = await perform(project);
    if (output === 'json') asJson(report);
    else {
      tellMore(report);
      tell(report, terminal);
    }
    return report.error === undefined ? exitCodes.done : exitCodes.error;
  } catch (error) {
    if (output === 'text') throw error;
    asJson({ error: describeFailure(error) });
    tellFailure(error, terminal);
    return exitCodes.error;
  }
};

const tell = ({ result, message, error }: Answer, terminal: Terminal): void => {
  if (message !== undefined)
    terminal.out(result === undefined ? message : `${styled(terminal, 'green', result)}: ${message}`);
  if (error !== undefined) tellTold(error, terminal);
};
