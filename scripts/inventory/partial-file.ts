import { createWriteStream } from 'node:fs';
import { appendFile, readFile, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { canonicalJson } from '../../federation/canonical-json';
import { parseJson } from '../../handlers/json';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';
import { unlessMissing, writing } from '../file-errors';
import { readLine } from './read-accounts';

/** What the accounts of a partial file have in common: what was read with other options cannot be gone on from. */
export interface PartialKind {
  readonly organization: string;
  readonly directory: boolean;
  readonly bindings: boolean;
}

/** Where accounts are kept until all of them are read, a line each, behind a line that says of what kind they are. */
export interface PartialFile {
  readonly path: string;
  /** The accounts that are young enough, by id. */
  readonly accounts: ReadonlyMap<string, InventoryAccount>;
  /** Keeps one more; a line that is broken off is read over. */
  add(account: InventoryAccount): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Opens the partial file of an inventory. Lines that are broken off, no accounts, or older than the limit are dropped, and
 * so is the whole of another kind.
 * @throws Failure `FileNotWritten`
 */
export const openPartialFile = async (inventory: string, kind: PartialKind, oldest: Date): Promise<PartialFile> => {
  const path = `${inventory}.partial`;
  const head = `${canonicalJson(kind)}\n`;
  const text = (await unlessMissing(path, () => readFile(path, 'utf8'))) ?? '';
  const accounts = text.startsWith(head) ? accountsIn(text.slice(head.length), oldest) : new Map();
  await replaceFile(path, head + [...accounts.values()].map((account) => `${canonicalJson(account)}\n`).join(''));
  return {
    path,
    accounts,
    add: (account) => writing(path, () => appendFile(path, `${canonicalJson(account)}\n`)),
    remove: () => writing(path, () => rm(path, { force: true })),
  };
};

/** The last line is whole only with its end; of an account that is there twice the later one counts. */
const accountsIn = (text: string, oldest: Date): ReadonlyMap<string, InventoryAccount> => {
  const accounts = new Map<string, InventoryAccount>();
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    if (parseJson(line) === undefined) continue;
    const read = readLine(index, line);
    if ('account' in read && Date.parse(read.account.observedAt) >= oldest.getTime())
      accounts.set(read.account.account.id, read.account);
  }
  return accounts;
};

/** Puts a text in the place of a file at once: who reads it meanwhile finds the one or the other. */
export const replaceFile = (file: string, text: string): Promise<void> => replaceFileBy(file, [text]);

/** Puts the parts of a text in the place of a file, as they come; where one of them fails, the file is as it was. */
export const replaceFileBy = (file: string, parts: Iterable<string> | AsyncIterable<string>): Promise<void> =>
  writing(file, async () => {
    const beside = `${file}.tmp`;
    try {
      await pipeline(parts, createWriteStream(beside));
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  });
