import type { BindingRecord } from '../../federation/records';

/** Bindings by their keys, and those of one account without a look at all the others. */
export class BindingMap extends Map<string, BindingRecord> {
  readonly #accounts = new Map<string, Set<string>>();

  override set(key: string, binding: BindingRecord): this {
    this.delete(key);
    const keys = this.#accounts.get(binding.account) ?? new Set();
    keys.add(key);
    this.#accounts.set(binding.account, keys);
    return super.set(key, binding);
  }

  override delete(key: string): boolean {
    const standing = this.get(key);
    if (standing !== undefined) this.#accounts.get(standing.account)?.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    this.#accounts.clear();
    super.clear();
  }

  /** In the order of their keys. */
  ofAccount(account: string): readonly BindingRecord[] {
    return [...(this.#accounts.get(account) ?? [])].sort().flatMap((key) => this.get(key) ?? []);
  }
}
