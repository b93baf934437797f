import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { diagnostic, loadScenario, type Diagnostic } from '../customizations/configuration';
import type { GeneratedFile } from '../customizations/generated-file';
import { templatePaths } from '../customizations/stacks/template-paths';
import type { ScenarioDocument } from '../schemas/generated/documents/scenario.types';
import type { Stage, StepReport } from '../simulation/rehearsal';
import type { CheckedProject } from './project';
import { styled, type Terminal } from './terminal';

/** Reads a scenario; whatever is wrong with it is a diagnostic. */
export const readScenario = async (
  file: string,
): Promise<{ readonly scenario?: ScenarioDocument; readonly diagnostics: readonly Diagnostic[] }> => {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) {
    const message = 'The file cannot be read. Name a scenario file, such as `scenarios/first-role.yaml`.';
    return { diagnostics: [diagnostic({ file, line: 1, column: 1 }, 'not-readable', message)] };
  }
  const { scenario, diagnostics } = loadScenario({ path: file, bytes });
  return { diagnostics, ...(scenario !== undefined && { scenario: scenario.value }) };
};

/** Sets up the local organization from what was generated, read as the data that it is. */
export const stageOf = async (
  { policy }: CheckedProject,
  files: readonly GeneratedFile[],
  scenario: ScenarioDocument,
): Promise<Stage> => {
  const { createStage } = await import('../simulation/rehearsal/index.js');
  const isTemplate = ({ path }: GeneratedFile): boolean => path.startsWith('templates/');
  const templates = new Map(
    files.filter(isTemplate).map(({ path, text }): [string, unknown] => [path, JSON.parse(text)]),
  );
  const manifest: unknown = parse(files.find(({ path }) => path === 'manifest.yaml')?.text ?? '');
  return createStage({
    templates,
    manifest,
    hookTemplate: templatePaths.hook,
    policy,
    accounts: scenario.accounts ?? [],
  });
};

/** Tells of a step: what was done and how long it took, then what there is to see, then the expectation that failed. */
export const tellStep = (report: StepReport, milliseconds: number, terminal: Terminal): void => {
  const mark = report.failure === undefined ? styled(terminal, 'green', '✓') : styled(terminal, 'red', '✗');
  terminal.out(
    `${mark} ${styled(terminal, 'bold', report.title)} ${styled(terminal, 'dim', `(${Math.round(milliseconds)} ms)`)}`,
  );
  for (const { label, text } of report.details) {
    const [first = '', ...rest] = text.split('\n');
    terminal.out(`    ${styled(terminal, 'cyan', label.padEnd(22))} ${first}`);
    for (const line of rest) terminal.out(`    ${' '.repeat(22)} ${line}`);
  }
  if (report.failure !== undefined) terminal.out(`    ${styled(terminal, 'red', report.failure)}`);
};

/** Plays a scenario, telling of each step; answers how many expectations failed. */
export const playScenario = async (
  scenario: ScenarioDocument,
  stage: Stage,
  tell: (report: StepReport, milliseconds: number) => void,
  now: () => number,
): Promise<number> => {
  const { play } = await import('../simulation/rehearsal/index.js');
  let failed = 0;
  let since = now();
  for await (const report of play(scenario, stage)) {
    tell(report, now() - since);
    since = now();
    if (report.failure !== undefined) failed += 1;
  }
  return failed;
};
