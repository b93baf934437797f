import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readRevision } from '../plan/revision';
import { checkProject } from '../project';

const run = promisify(execFile);

/** A commit whose configuration compiles into a policy. */
export interface PolicyCommit {
  readonly commit: string;
  /** ISO 8601. */
  readonly committedAt: string;
}

/**
 * Finds the commits whose configuration has a hash: the newest commit of each, among those that changed the folder last. A
 * revision that does not check, or that another version of this package compiled otherwise, has none.
 * @param most so many commits are looked at.
 */
export const commitsOf = async (
  hashes: ReadonlySet<string>,
  folder: string,
  most: number,
): Promise<ReadonlyMap<string, PolicyCommit>> => {
  const found = new Map<string, PolicyCommit>();
  for (const one of await commitsIn(folder, most)) {
    if ([...hashes].every((hash) => found.has(hash))) break;
    const contents = await readRevision(folder, one.commit);
    if ('code' in contents) continue;
    const hash = checkProject(contents).project?.policyHash;
    if (hash !== undefined && hashes.has(hash) && !found.has(hash)) found.set(hash, one);
  }
  return found;
};

/** None where the folder is in no git repository, or there is no git. */
const commitsIn = async (folder: string, most: number): Promise<readonly PolicyCommit[]> => {
  try {
    const words = ['-C', folder, 'log', `--max-count=${most}`, '--format=%H %cI', '--', '.'];
    const { stdout } = await run('git', words);
    return stdout
      .split('\n')
      .map((line) => line.split(' '))
      .flatMap(([commit, committedAt]) =>
        commit === undefined || committedAt === undefined ? [] : [{ commit, committedAt }],
      );
  } catch {
    return [];
  }
};
