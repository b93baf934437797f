import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { visible } from '../../customizations/configuration';
import { exitCodes, type ExitCode } from '../exit-codes';
import { unlessMissing, writing } from '../file-errors';
import { importedFileName, importInventory, type Imported, type ImportedFile } from '../import/import-inventory';
import { replaceFile } from '../inventory';
import { plural, reportDiagnostics } from '../report-diagnostics';
import { tellTold, type ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';

export interface ImportOptions {
  readonly config: string;
  readonly inventory: string;
  /** The folder that is written to; that of the configuration unless given. */
  readonly into?: string;
  /** Whether to write over a file that says something else. */
  readonly force: boolean;
  readonly output: 'text' | 'json';
}

/** A file, and what became of it. */
interface FileReport {
  readonly path: string;
  readonly state: 'written' | 'unchanged';
}

/**
 * Writes what was federated by hand as configuration, so that nothing is done to a role that is in use. Calls no cloud.
 * @throws Failure `FileNotWritten`
 */
export const importConfiguration = async (
  options: ImportOptions,
  now: () => Date,
  terminal: Terminal,
): Promise<ExitCode> => {
  const imported = await importInventory(options.config, options.inventory, now());
  if ('error' in imported) {
    const { error, diagnostics } = imported;
    if (options.output === 'json') terminal.out(JSON.stringify({ error, diagnostics }, null, 2));
    reportDiagnostics(diagnostics, terminal);
    tellTold(error, terminal);
    return exitCodes.error;
  }
  const files = await writeFiles(imported.files, options);
  if ('code' in files) {
    if (options.output === 'json') terminal.out(JSON.stringify({ error: files, diagnostics: [] }, null, 2));
    tellTold(files, terminal);
    return exitCodes.error;
  }
  const { roles, policies, managed, providers, leftOut } = imported;
  if (options.output === 'json')
    terminal.out(JSON.stringify({ files, roles, policies, managed, providers, leftOut }, null, 2));
  else tell(files, imported, terminal);
  return exitCodes.done;
};

/** Writes what differs, or nothing at all where that would lose what somebody else has written. */
const writeFiles = async (
  files: readonly ImportedFile[],
  { config, into = config, force }: ImportOptions,
): Promise<readonly FileReport[] | ToldFailure> => {
  const isElsewhere = path.resolve(into) !== path.resolve(config);
  const found = await Promise.all(
    files.map(async ({ name, text }) => {
      const file = path.join(into, name);
      return { file, name, text, before: await unlessMissing(file, () => readFile(file, 'utf8')) };
    }),
  );
  const own = path.join(into, importedFileName);
  const isSurplus =
    !files.some(({ name }) => name === importedFileName) &&
    (await unlessMissing(own, () => readFile(own, 'utf8'))) !== undefined;
  const other = found.find(
    ({ name, text, before }) => before !== undefined && before !== text && (isElsewhere || name === importedFileName),
  );
  if (isSurplus || (other !== undefined && !force))
    return {
      code: 'file-differs',
      message: `${other?.file ?? own} says something else than this inventory. Compare the two; give the file another name in order to keep it${isSurplus ? ', or delete it' : ', or write over it with `--force`'}.`,
    };
  const reports: FileReport[] = [];
  for (const { file, text, before } of found) {
    if (before !== text) {
      await writing(file, () => mkdir(path.dirname(file), { recursive: true }));
      await replaceFile(file, text);
    }
    reports.push({ path: file, state: before === text ? 'unchanged' : 'written' });
  }
  return reports;
};

const tell = (
  files: readonly FileReport[],
  { roles, policies, managed, providers, leftOut }: Imported,
  terminal: Terminal,
): void => {
  for (const { path: file, state } of files)
    terminal.out(`${file}  ${styled(terminal, state === 'unchanged' ? 'dim' : 'yellow', state)}`);
  for (const [name, accounts] of Object.entries(providers))
    terminal.out(`${name}: ${plural(accounts.length, 'account')} added to existingIn`);
  for (const { account, role, finding, because } of leftOut)
    terminal.out(visible(`not imported  ${account}/${role}  ${finding ?? '-'}  ${because}`));
  terminal.out(
    `${plural(roles, 'role')} in ${plural(policies, 'policy', 'policies')}; ${leftOut.length} not imported, ${managed} managed already`,
  );
};
