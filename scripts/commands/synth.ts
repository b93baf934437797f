import { hasErrors } from '../../customizations/configuration';
import { exitCodes, type ExitCode } from '../exit-codes';
import { compareFiles, writeFiles, type Differences } from '../generated-files';
import { generate, readProject } from '../project';
import { reportDiagnostics } from '../report-diagnostics';
import { styled, type Terminal } from '../terminal';

export interface SynthOptions {
  readonly config: string;
  /** The folder that the package is written to. */
  readonly out: string;
  /** Compare only; nothing is written. */
  readonly check: boolean;
  readonly output: 'text' | 'json';
}

/** Generates manifest and templates; with `check`, says whether the files that are there are what would be generated. */
export const synth = async (options: SynthOptions, terminal: Terminal): Promise<ExitCode> => {
  const { project, diagnostics } = await readProject(options.config);
  reportDiagnostics(diagnostics, terminal);
  if (project === undefined) return exitCodes.error;

  const generated = await generate(project);
  reportDiagnostics(generated.diagnostics, terminal);
  if (hasErrors(generated.diagnostics)) return exitCodes.error;

  const differences = await compareFiles(options.out, generated.files);
  if (!options.check) await writeFiles(options.out, generated.files, differences);
  const files = generated.files.map(({ path, text }) => ({
    path,
    bytes: Buffer.byteLength(text),
    state: stateOf(path, differences),
  }));
  if (options.output === 'json') terminal.out(JSON.stringify({ files, surplus: differences.surplus }, null, 2));
  else tell(files, differences.surplus, options.check, terminal);
  return options.check && !isSame(differences) ? exitCodes.error : exitCodes.done;
};

const tell = (
  files: readonly { readonly path: string; readonly bytes: number; readonly state: string }[],
  surplus: readonly string[],
  check: boolean,
  terminal: Terminal,
): void => {
  for (const { path, bytes, state } of files) {
    const said = state === 'same' ? 'unchanged' : check ? state : 'written';
    terminal.out(
      `${path}  ${bytes.toLocaleString('en')} bytes  ${styled(terminal, state === 'same' ? 'dim' : 'yellow', said)}`,
    );
  }
  for (const path of surplus) terminal.out(`${path}  ${check ? 'surplus' : 'removed'}`);
  const isStale = surplus.length > 0 || files.some(({ state }) => state !== 'same');
  if (check && isStale)
    terminal.err(
      'The generated files are not those of this configuration. Run `oidc-factory synth` and commit what it writes.',
    );
};

const stateOf = (path: string, { missing, stale }: Differences): 'missing' | 'stale' | 'same' =>
  missing.includes(path) ? 'missing' : stale.includes(path) ? 'stale' : 'same';

const isSame = ({ missing, stale, surplus }: Differences): boolean =>
  missing.length + stale.length + surplus.length === 0;
