import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ConfigurationFile, FolderContents } from '../../customizations/configuration';
import { isConfigurationFile } from '../../customizations/configuration';
import type { ToldFailure } from '../tell-failure';

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;

/**
 * The configuration as it is in a revision of git: the same folder, at that commit. Nothing is checked out.
 * @param ref what `git rev-parse` takes for a commit: a branch, a tag, an id.
 */
export const readRevision = async (folder: string, ref: string): Promise<FolderContents | ToldFailure> => {
  const git = async (...words: readonly string[]): Promise<Buffer> =>
    (await run('git', ['-C', folder, ...words], { encoding: 'buffer', maxBuffer })).stdout;
  try {
    const commit = (await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`))
      .toString()
      .trim();
    const listed = (await git('ls-tree', '-r', '-z', commit, './')).toString('utf8').split('\0');
    const names = listed.flatMap((entry) => {
      const [about = '', name = ''] = entry.split('\t');
      return about.startsWith('100') && isConfigurationFile(name) ? [name] : [];
    });
    const files: ConfigurationFile[] = [];
    for (const name of names)
      files.push({
        path: `${ref}:${path.posix.join(folder.split(path.sep).join('/'), name)}`,
        bytes: await git('cat-file', 'blob', `${commit}:./${name}`),
      });
    return { files, diagnostics: [] };
  } catch (error) {
    return gitFailure(error, folder, ref);
  }
};

const gitFailure = (error: unknown, folder: string, ref: string): ToldFailure => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT')
    return { code: 'git-missing', message: '`--against` needs git, and there is none to be found. Install it.' };
  if (typeof code !== 'number') throw error;
  return {
    code: 'unknown-revision',
    message: `There is no revision \`${ref}\` of \`${folder}\`, or it is in no git repository. Name a branch, a tag or a commit that is there; a shallow clone has few.`,
  };
};
