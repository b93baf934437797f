import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ConfigurationFile } from './configuration';
import { compareDiagnostics, type Diagnostic, diagnostic, type DiagnosticCode } from './diagnostics';
import { fileTooLarge, maxBytesOf } from './yaml/text';

/** What a folder holds, and what is wrong with it. */
export interface FolderContents {
  readonly files: readonly ConfigurationFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every `*.yaml` and `*.yml` below a folder, sorted by path. Links are not followed;
 * `node_modules` and folders that begin with a dot are passed over. Nothing is thrown: what
 * cannot be read is a diagnostic. Paths are relative to the working directory, absolute outside it.
 */
export const readConfigurationFolder = async (folder: string): Promise<FolderContents> => {
  const found: FolderContents = await readBelow(folder, isAbsent);
  if (found.files.length > 0 || found.diagnostics.some((d) => d.severity === 'error')) return sorted(found);
  const isFile = await stat(folder).then(
    (found) => found.isFile(),
    () => false,
  );
  const missing = at(
    folder,
    'no-configuration',
    isFile
      ? `This is a file; name its folder: \`--config ${displayPath(path.dirname(folder)) || '.'}\`.`
      : 'There is no configuration here: no folder with files that end in `.yaml` or `.yml`. Name the folder with `--config DIR`.',
  );
  return sorted({ files: [], diagnostics: [missing, ...found.diagnostics] });
};

const readBelow = async (
  folder: string,
  isExpected: (error: unknown) => boolean = () => false,
): Promise<FolderContents> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const contents = await Promise.all(
      entries.map(async (entry): Promise<FolderContents> => {
        const below = path.join(folder, entry.name);
        if (entry.isDirectory()) return isSkipped(entry.name) ? nothing : readBelow(below);
        if (!isYaml(entry.name) && !entry.isSymbolicLink()) return nothing;
        if (entry.isFile()) return readOne(below);
        return only(
          at(below, 'not-followed', 'This is a link or no regular file, and is not read. Put a copy of the file here.'),
        );
      }),
    );
    return { files: contents.flatMap((c) => c.files), diagnostics: contents.flatMap((c) => c.diagnostics) };
  } catch (error) {
    return isExpected(error) ? nothing : only(notReadable(folder, error));
  }
};

/** Whether a file belongs to the configuration, by its path below the configuration's folder, with `/`. */
export const isConfigurationFile = (file: string): boolean => {
  const steps = file.split('/');
  return isYaml(file) && !steps.slice(0, -1).some(isSkipped);
};

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

const isSkipped = (folder: string): boolean => folder === 'node_modules' || folder.startsWith('.');

const readOne = async (file: string): Promise<FolderContents> => {
  try {
    const { size } = await stat(file);
    if (size > maxBytesOf(file)) return only(fileTooLarge(displayPath(file), size));
    return { files: [{ path: displayPath(file), bytes: await readFile(file) }], diagnostics: [] };
  } catch (error) {
    return only(notReadable(file, error));
  }
};

const nothing: FolderContents = { files: [], diagnostics: [] };
const only = (found: Diagnostic): FolderContents => ({ files: [], diagnostics: [found] });
const at = (file: string, code: DiagnosticCode, message: string): Diagnostic =>
  diagnostic({ file: displayPath(file), line: 1, column: 1 }, code, message);

const notReadable = (file: string, error: unknown): Diagnostic =>
  at(file, 'not-readable', `It cannot be read (${codeOf(error) ?? 'unknown reason'}). See whether you may read it.`);

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** A path as a user of the working directory would type it, with `/` everywhere. */
const displayPath = (file: string): string => {
  const relative = path.relative(process.cwd(), file);
  const isOutside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  return (isOutside ? file : relative).split(path.sep).join('/');
};

const sorted = ({ files, diagnostics }: FolderContents): FolderContents => ({
  files: files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  diagnostics: diagnostics.toSorted(compareDiagnostics),
});
