import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import {
  compileExemptions,
  compilePolicy,
  type Configuration,
  diagnostic,
  type Diagnostic,
  editConfiguration,
  formatDiagnostic,
  hasErrors,
  loadScenario,
  type Located,
  policyHash,
} from '../customizations/configuration';
import type { GeneratedFile } from '../customizations/generated-file';
import { stackSetsPath } from '../customizations/stack-sets/render';
import { templatePaths } from '../customizations/stacks/template-paths';
import type { ScenarioDocument } from '../schemas/generated/documents/scenario.types';
import { compileWorkflows } from '../customizations/workflows';
import { SimulationError } from '../simulation';
import type { Publish, Published, ScenarioPlaces, Stage, StepReport } from '../simulation/rehearsal';
import { generate, type CheckedProject, type Generated } from './project';
import { plural } from './report-diagnostics';
import { styled, type Terminal } from './terminal';

/** A scenario, and where its parts stand in its file. */
export interface Script {
  readonly scenario: ScenarioDocument;
  readonly places: ScenarioPlaces;
}

/** Reads a scenario; whatever is wrong with it is a diagnostic. */
export const readScenario = async (
  file: string,
): Promise<{ readonly script?: Script; readonly diagnostics: readonly Diagnostic[] }> => {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) {
    const message = 'The file cannot be read. Name a scenario file, such as `scenarios/first-role.yaml`.';
    return { diagnostics: [diagnostic({ file, line: 1, column: 1 }, 'not-readable', message)] };
  }
  const { scenario, diagnostics } = loadScenario({ path: file, bytes });
  return { diagnostics, ...(scenario !== undefined && { script: scriptOf(scenario) }) };
};

const scriptOf = ({ value, at }: Located<ScenarioDocument>): Script => {
  const placeOf = (key: string, what: string, index: number): string => {
    const { file, line } = at([key, index]);
    return `${what} ${index + 1}, ${file}:${line}`;
  };
  return {
    scenario: value,
    places: {
      step: (index) => placeOf('steps', 'step', index),
      account: (index) => placeOf('accounts', 'account', index),
    },
  };
};

/** Sets up the local organization from what was generated, read as the data that it is. */
export const stageOf = async (
  project: CheckedProject,
  files: readonly GeneratedFile[],
  { scenario, places }: Script,
): Promise<Stage> => {
  const { createStage } = await import('../simulation/rehearsal/index.js');
  return createStage({
    ...publishedOf(files, project),
    hookTemplate: templatePaths.hook,
    accounts: scenario.accounts ?? [],
    places,
    publish: publishing(project.configuration, generate),
    ...(scenario.faults !== undefined && { faults: scenario.faults }),
    ...(scenario.deliver !== undefined && { deliver: scenario.deliver }),
  });
};

/** What was generated, parsed. */
export const publishedOf = (files: readonly GeneratedFile[], { policy }: Pick<CheckedProject, 'policy'>): Published => {
  const isTemplate = ({ path }: GeneratedFile): boolean => path.startsWith('templates/');
  const templates = new Map(
    files.filter(isTemplate).map(({ path, text }): [string, unknown] => [path, JSON.parse(text)]),
  );
  const textOf = (name: string): string | undefined => files.find(({ path }) => path === name)?.text;
  const stackSets = textOf(stackSetsPath);
  return {
    templates,
    policy,
    ...(stackSets === undefined
      ? { manifest: parse(textOf('manifest.yaml') ?? '') as unknown }
      : { stackSets: JSON.parse(stackSets) as unknown }),
  };
};

/** Generates from an edited configuration; what was generated once for a policy is not generated again. */
export const publishing = (
  configuration: Configuration,
  generateFrom: (project: CheckedProject) => Generated | Promise<Generated>,
): Publish => {
  const known = new Map<string, Published>();
  return async (edits) => {
    const loaded = editConfiguration(configuration, edits);
    if (loaded.configuration === undefined) throw notValid(loaded.diagnostics);
    const policy = compilePolicy(loaded.configuration);
    const hash = policyHash(policy);
    const earlier = known.get(hash);
    if (earlier !== undefined) return earlier;
    const { compiled } = compileWorkflows(loaded.configuration.workflows);
    const exemptions = compileExemptions(loaded.configuration);
    const project = { configuration: loaded.configuration, policy, policyHash: hash, workflows: compiled, exemptions };
    const { files, diagnostics } = await generateFrom(project);
    if (hasErrors(diagnostics)) throw notValid(diagnostics);
    const published = publishedOf(files, project);
    known.set(hash, published);
    return published;
  };
};

const notValid = (diagnostics: readonly Diagnostic[]): SimulationError => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic);
  return new SimulationError('step-refused', `The edited configuration is not valid. ${errors.join('; ')}`);
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

/** How many expectations a scenario has, and how many of them were not met. */
export interface Tally {
  readonly expectations: number;
  readonly failed: number;
}

/** Plays a scenario, telling of each step. @throws SimulationError with the place of a step that cannot be done. */
export const playScenario = async (
  { scenario, places }: Script,
  stage: Stage,
  tell: (report: StepReport, milliseconds: number) => void,
  now: () => number,
): Promise<Tally> => {
  const { play } = await import('../simulation/rehearsal/index.js');
  let expectations = 0;
  let failed = 0;
  let since = now();
  for await (const report of play(scenario, stage, places)) {
    tell(report, now() - since);
    since = now();
    if (report.met !== undefined) expectations += 1;
    if (report.met === false) failed += 1;
  }
  return { expectations, failed };
};

/** Says how a scenario came out, and how long it took: on standard output where all is well, on standard error else. */
export const tellTally = ({ expectations, failed }: Tally, milliseconds: number, terminal: Terminal): void => {
  const seconds = `(${(milliseconds / 1000).toFixed(1)} s)`;
  if (failed > 0) {
    const said = `${failed} of ${plural(expectations, 'expectation')} failed`;
    terminal.err(`${styled(terminal, 'red', said, 'err')} ${seconds}`);
    return;
  }
  const some = expectations === 1 ? '1 expectation met' : `all ${expectations} expectations met`;
  const said = expectations === 0 ? 'played to its end; the scenario expects nothing' : some;
  terminal.out(`${styled(terminal, 'green', said)} ${seconds}`);
};
