import { hasErrors } from '../../customizations/configuration';
import type { StepReport } from '../../simulation/rehearsal';
import { exitCodes, type ExitCode } from '../exit-codes';
import { generate, readProject } from '../project';
import { playScenario, readScenario, stageOf, tellStep } from '../rehearsal';
import { plural, reportDiagnostics } from '../report-diagnostics';
import { styled, type Terminal } from '../terminal';

export interface RehearseOptions {
  readonly config: string;
  /** The scenario file. */
  readonly scenario: string;
  readonly output: 'text' | 'json';
}

/** Plays a scenario in a local organization that is made from the configuration; calls no cloud and writes nothing. */
export const rehearse = async (options: RehearseOptions, terminal: Terminal): Promise<ExitCode> => {
  const [{ project, diagnostics }, script] = await Promise.all([
    readProject(options.config),
    readScenario(options.scenario),
  ]);
  reportDiagnostics([...diagnostics, ...script.diagnostics], terminal);
  if (project === undefined || script.scenario === undefined) return exitCodes.error;

  const generated = await generate(project);
  reportDiagnostics(generated.diagnostics, terminal);
  if (hasErrors(generated.diagnostics)) return exitCodes.error;

  const asText = options.output === 'text';
  const { scenario } = script;
  const reports: StepReport[] = [];
  const tell = (report: StepReport, milliseconds: number): void => {
    if (asText) tellStep(report, milliseconds, terminal);
    else reports.push(report);
  };
  if (asText) terminal.out(styled(terminal, 'bold', scenario.scenario));
  const failed = await playScenario(scenario, await stageOf(project, generated.files, scenario), tell, () =>
    terminal.now(),
  );
  if (!asText) terminal.out(JSON.stringify({ scenario: scenario.scenario, failed, steps: reports }, null, 2));
  else if (failed > 0) terminal.err(styled(terminal, 'red', `${plural(failed, 'expectation')} failed`));
  return failed === 0 ? exitCodes.done : exitCodes.error;
};
