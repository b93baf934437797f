/** What calls of Systems Manager in the factory's own account are counted as: like its table, it is no remote service. */
export const ownParameters = 'ssm (own)';

/** Counts the remote calls of a story by service and operation. */
export class CallCounter {
  readonly #counts = new Map<string, Map<string, number>>();

  /** @param service as its SDK client or protocol is called, in lower case: `iam`, `sts`, `graph`, `token`, `dynamodb`. */
  count(service: string, operation: string): void {
    const operations = this.#counts.get(service) ?? new Map<string, number>();
    operations.set(operation, (operations.get(operation) ?? 0) + 1);
    this.#counts.set(service, operations);
  }

  /** How many calls there were: of an operation, of a service, or of all. */
  total(service?: string, operation?: string): number {
    let sum = 0;
    for (const [name, operations] of this.#counts) {
      if (service !== undefined && name !== service) continue;
      for (const [what, times] of operations) {
        if (operation === undefined || what === operation) sum += times;
      }
    }
    return sum;
  }

  /** Every count, sorted by service and operation. */
  snapshot(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return Object.fromEntries(
      [...this.#counts]
        .sort(byKey)
        .map(([service, operations]) => [service, Object.fromEntries([...operations].sort(byKey))]),
    );
  }

  reset(): void {
    this.#counts.clear();
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
