import { writeFile } from 'node:fs/promises';
import { hasErrors, type Diagnostic } from '../../customizations/configuration';
import type { StepReport } from '../../simulation/rehearsal';
import { exitCodes, type ExitCode } from '../exit-codes';
import { writing } from '../file-errors';
import { renderInventory } from '../inventory';
import { generate, readProject, type CheckedProject, type Generated } from '../project';
import { playScenario, readScenario, stageOf, tellStep, tellTally, type Script, type Tally } from '../rehearsal';
import { reportDiagnostics } from '../report-diagnostics';
import { describeFailure, tellFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';

export interface RehearseOptions {
  readonly config: string;
  /** The scenario file. */
  readonly scenario: string;
  readonly output: 'text' | 'json';
  /** The file that the inventory of the local organization is written to at the end. */
  readonly inventory?: string;
}

/** What is needed for playing. */
interface Prepared {
  readonly project: CheckedProject;
  readonly script: Script;
  readonly files: Generated['files'];
}

/**
 * Plays a scenario in a local organization that is made from the configuration; calls no cloud, and writes nothing but the
 * inventory where one is wanted.
 */
export const rehearse = (options: RehearseOptions, terminal: Terminal): Promise<ExitCode> =>
  options.output === 'json' ? asJson(options, terminal) : asText(options, terminal);

const asText = async (options: RehearseOptions, terminal: Terminal): Promise<ExitCode> => {
  const start = terminal.now();
  const prepared = await prepare(options, (diagnostics) => {
    reportDiagnostics(diagnostics, terminal);
  });
  if (prepared === undefined) return exitCodes.error;
  terminal.out(styled(terminal, 'bold', prepared.script.scenario.scenario));
  const tally = await playIt(prepared, options, terminal, (report, milliseconds) => {
    tellStep(report, milliseconds, terminal);
  });
  tellTally(tally, terminal.now() - start, terminal);
  return tally.failed === 0 ? exitCodes.done : exitCodes.error;
};

/** One document, whatever happens: what was found, what was played, and what stopped it. */
const asJson = async (options: RehearseOptions, terminal: Terminal): Promise<ExitCode> => {
  const diagnostics: Diagnostic[] = [];
  const steps: StepReport[] = [];
  let scenario: string | undefined;
  const answer = (body: object): void => {
    terminal.out(JSON.stringify({ scenario, diagnostics, ...body, steps }, null, 2));
  };
  try {
    const prepared = await prepare(options, (found) => diagnostics.push(...found));
    scenario = prepared?.script.scenario.scenario;
    const tally =
      prepared === undefined ? undefined : await playIt(prepared, options, terminal, (report) => steps.push(report));
    answer({ ...tally });
    return tally?.failed === 0 ? exitCodes.done : exitCodes.error;
  } catch (error) {
    answer({ error: describeFailure(error) });
    tellFailure(error, terminal);
    return exitCodes.error;
  }
};

const prepare = async (
  options: RehearseOptions,
  report: (diagnostics: readonly Diagnostic[]) => void,
): Promise<Prepared | undefined> => {
  const [{ project, diagnostics }, read] = await Promise.all([
    readProject(options.config),
    readScenario(options.scenario),
  ]);
  report([...diagnostics, ...read.diagnostics]);
  if (project === undefined || read.script === undefined) return undefined;
  const generated = await generate(project);
  report(generated.diagnostics);
  if (hasErrors(generated.diagnostics)) return undefined;
  return { project, script: read.script, files: generated.files };
};

const playIt = async (
  { project, script, files }: Prepared,
  { inventory }: Pick<RehearseOptions, 'inventory'>,
  terminal: Terminal,
  tell: (report: StepReport, milliseconds: number) => void,
): Promise<Tally> => {
  const stage = await stageOf(project, files, script);
  const tally = await playScenario(script, stage, tell, () => terminal.now());
  if (inventory !== undefined) {
    const { inventoryOf } = await import('../../simulation/rehearsal/index.js');
    await writing(inventory, () => writeFile(inventory, renderInventory(inventoryOf(stage))));
  }
  return tally;
};
