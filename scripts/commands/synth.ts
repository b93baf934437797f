import { hasErrors, type Diagnostic } from '../../customizations/configuration';
import type { GeneratedFile } from '../../customizations/generated-file';
import { exitCodes, type ExitCode } from '../exit-codes';
import { compareFiles, writeFiles, type Differences } from '../generated-files';
import { generate, readProject } from '../project';
import { reportDiagnostics } from '../report-diagnostics';
import { describeFailure, tellFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';

export interface SynthOptions {
  readonly config: string;
  /** The folder that the package is written to. */
  readonly out: string;
  /** Compare only; nothing is written. */
  readonly check: boolean;
  readonly output: 'text' | 'json';
}

/** What became of a file, or with `check`, what it is. */
type FileState = 'written' | 'removed' | 'missing' | 'stale' | 'surplus' | 'unchanged';

interface FileReport {
  readonly path: string;
  /** What was generated; absent of a file that nothing generates any more. */
  readonly bytes?: number;
  readonly state: FileState;
}

/** Generates manifest and templates; with `check`, says whether the files that are there are what would be generated. */
export const synth = async (options: SynthOptions, terminal: Terminal): Promise<ExitCode> => {
  const found: Diagnostic[] = [];
  if (options.output === 'text') {
    const files = await synthesizeInto(options, (diagnostics) => {
      reportDiagnostics(diagnostics, terminal);
    });
    if (files !== undefined) tell(files, options.check, terminal);
    return exitCodeOf(files, options.check);
  }
  const answer = (body: object): void => {
    terminal.out(JSON.stringify({ diagnostics: found, ...body }, null, 2));
  };
  try {
    const files = await synthesizeInto(options, (diagnostics) => found.push(...diagnostics));
    answer({ files: files ?? [] });
    return exitCodeOf(files, options.check);
  } catch (error) {
    answer({ files: [], error: describeFailure(error) });
    tellFailure(error, terminal);
    return exitCodes.error;
  }
};

/** Answers what became of every file; nothing, where the configuration or what it makes has an error. */
const synthesizeInto = async (
  { config, out, check }: SynthOptions,
  report: (diagnostics: readonly Diagnostic[]) => void,
): Promise<readonly FileReport[] | undefined> => {
  const { project, diagnostics } = await readProject(config);
  report(diagnostics);
  if (project === undefined) return undefined;
  const generated = await generate(project);
  report(generated.diagnostics);
  if (hasErrors(generated.diagnostics)) return undefined;
  const differences = await compareFiles(out, generated.files);
  if (!check) await writeFiles(out, generated.files, differences);
  return reportsOf(generated.files, differences, check);
};

const reportsOf = (
  files: readonly GeneratedFile[],
  { missing, stale, surplus }: Differences,
  check: boolean,
): readonly FileReport[] => [
  ...files.map(({ path, text }): FileReport => {
    const was = missing.includes(path) ? 'missing' : stale.includes(path) ? 'stale' : 'unchanged';
    return { path, bytes: Buffer.byteLength(text), state: check || was === 'unchanged' ? was : 'written' };
  }),
  ...surplus.map((path): FileReport => ({ path, state: check ? 'surplus' : 'removed' })),
];

const exitCodeOf = (files: readonly FileReport[] | undefined, check: boolean): ExitCode =>
  files === undefined || (check && !areUnchanged(files)) ? exitCodes.error : exitCodes.done;

const areUnchanged = (files: readonly FileReport[]): boolean => files.every(({ state }) => state === 'unchanged');

const tell = (files: readonly FileReport[], check: boolean, terminal: Terminal): void => {
  for (const { path, bytes, state } of files) {
    const size = bytes === undefined ? '' : `${bytes.toLocaleString('en')} bytes  `;
    terminal.out(`${path}  ${size}${styled(terminal, state === 'unchanged' ? 'dim' : 'yellow', state)}`);
  }
  if (check && !areUnchanged(files))
    terminal.err(
      'The generated files are not those of this configuration. Run `oidc-factory synth` and commit what it writes.',
    );
};
