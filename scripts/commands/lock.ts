import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOrganization, renderLockFile } from '../../customizations/configuration';
import type { OrganizationReader } from '../../federation/organization';
import { exitCodes, type ExitCode } from '../exit-codes';
import { plural, reportDiagnostics } from '../report-diagnostics';
import { unlessMissing, writing } from '../file-errors';
import type { Terminal } from '../terminal';

export interface LockOptions {
  readonly config: string;
}

/** The name of the lock file within the folder of the configuration. */
export const lockFileName = 'organization.lock.yaml';

/**
 * Reads the organization and writes the lock file, if something in it is new.
 * @throws Failure as the reader's calls do, and `FileNotWritten`.
 */
export const lock = async (
  { config }: LockOptions,
  reader: OrganizationReader,
  terminal: Terminal,
): Promise<ExitCode> => {
  const file = path.join(config, lockFileName);
  const progress = progressOf(reader, terminal);
  const { snapshot, diagnostics } = await readOrganization(progress.reader, file).finally(() => {
    progress.done();
  });
  reportDiagnostics(diagnostics, terminal);
  if (snapshot === undefined) return exitCodes.error;

  const text = renderLockFile(snapshot);
  const before = await unlessMissing(file, () => readFile(file, 'utf8'));
  const counts = `${plural(snapshot.organizationalUnits.length, 'unit')}, ${plural(snapshot.accounts.length, 'account')}`;
  if (before === text) {
    terminal.out(`${file} is up to date: ${counts}`);
    return exitCodes.done;
  }
  await writing(file, async () => {
    await mkdir(config, { recursive: true });
    await writeFile(file, text);
  });
  terminal.out(`${file} written: ${counts}`);
  return exitCodes.done;
};

/** Counts what has been read, for whoever watches. */
const progressOf = (
  reader: OrganizationReader,
  terminal: Terminal,
): { readonly reader: OrganizationReader; done(): void } => {
  if (!terminal.watched) return { reader, done: () => undefined };
  let accounts = 0;
  return {
    reader: {
      describeOrganization: () => reader.describeOrganization(),
      listRoots: () => reader.listRoots(),
      listOrganizationalUnitsForParent: (parent) => reader.listOrganizationalUnitsForParent(parent),
      listAccountsForParent: (parent) => reader.listAccountsForParent(parent),
      listTags: (account) => {
        accounts += 1;
        terminal.progress(`${plural(accounts, 'account')} read`);
        return reader.listTags(account);
      },
    },
    done: () => {
      terminal.progress('');
    },
  };
};
