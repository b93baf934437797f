import { parseJson } from '../../handlers/json';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';
import isInventoryAccount from '../../schemas/generated/inventory/account.validate';
import { linesOf, type ByteRange } from './lines';

/** An account of an inventory, and the number of its line in the part that was read. */
export interface ReadAccount {
  readonly line: number;
  readonly account: InventoryAccount;
}

/** A line that is no account. */
export interface BadLine {
  readonly line: number;
  readonly problem: string;
}

/** Reads an inventory, or a part of it, batch by batch; empty lines are passed over. */
export async function* readAccounts(
  file: string,
  range?: ByteRange,
): AsyncGenerator<readonly (ReadAccount | BadLine)[]> {
  for await (const lines of linesOf(file, range)) {
    yield lines.filter(({ text }) => text.trim() !== '').map(({ number, text }) => readLine(number, text));
  }
}

/** An account from its line. */
export const readLine = (line: number, text: string): ReadAccount | BadLine => {
  const value = parseJson(text);
  if (value === undefined)
    return { line, problem: 'The line is not JSON. Give each account one line, and nothing between them.' };
  if (!isInventoryAccount(value))
    return {
      line,
      problem: 'The line is not as schemas/inventory/account.schema.json has it. Write the inventory anew.',
    };
  return { line, account: value };
};
