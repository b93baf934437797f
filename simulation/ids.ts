import { createHash } from 'node:crypto';

/** Makes ids that look random and are the same in every run: the nth id of a kind is always the same. */
export class Ids {
  readonly #counters = new Map<string, number>();
  readonly #seed: string;

  constructor(seed = 'local organization') {
    this.#seed = seed;
  }

  /** A GUID in lower case; `kind` says what for, so that one kind's number does not change another's ids. */
  guid(kind: string): string {
    const hex = this.#digest(kind);
    const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** Capital letters and digits, as in IAM's unique ids. @param length at most 32. */
  unique(kind: string, prefix: string, length: number): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bytes = Buffer.from(this.#digest(kind), 'hex');
    return prefix + [...bytes.subarray(0, length)].map((byte) => alphabet.charAt(byte % 32)).join('');
  }

  /** An account id for a name: twelve digits that do not begin with 0. */
  accountId(name: string): string {
    const number = Number.parseInt(this.#digest(`account ${name}`).slice(0, 12), 16);
    return String(100_000_000_000 + (number % 900_000_000_000));
  }

  #digest(kind: string): string {
    const count = (this.#counters.get(kind) ?? 0) + 1;
    this.#counters.set(kind, count);
    return createHash('sha256').update(`${this.#seed}\n${kind}\n${count}`).digest('hex');
  }
}
