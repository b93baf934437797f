import { AssertionError } from 'node:assert';
import type { DirectoryObject } from './objects';

/** How long a deleted object can be restored. Source: the Graph reference on deleted items. */
export const restorableMilliseconds = 30 * 24 * 60 * 60 * 1000;

/** A time before every story. */
const longAgo = -Infinity;

/** The objects of one type: the live ones, and the deleted ones until their 30 days are over. */
export class Store<Item extends DirectoryObject> {
  readonly #live = new Map<string, Item>();
  readonly #deleted = new Map<string, Item>();
  /** When each live object was made or restored, in milliseconds since 1970. */
  readonly #appeared = new Map<string, number>();

  constructor(private readonly now: () => Date) {}

  /** In the order in which they were made. */
  live(): readonly Item[] {
    return [...this.#live.values()];
  }

  /** Those that can still be restored. */
  deleted(): readonly Item[] {
    const limit = this.now().getTime() - restorableMilliseconds;
    for (const [id, { deletedDateTime }] of this.#deleted) {
      if (deletedDateTime === null || Date.parse(deletedDateTime) <= limit) this.#deleted.delete(id);
    }
    return [...this.#deleted.values()];
  }

  /** Live or deleted: what holds names that are unique in the tenant. */
  all(): readonly Item[] {
    return [...this.live(), ...this.deleted()];
  }

  /** A live object as it is now, whatever it was when the caller read it. */
  current(item: Item): Item {
    const current = this.#live.get(item.id);
    if (current === undefined) throw new AssertionError({ message: `${item.id} is not live.` });
    return current;
  }

  put(item: Item): Item {
    if (this.#deleted.has(item.id)) throw new AssertionError({ message: `${item.id} is deleted.` });
    if (!this.#live.has(item.id)) this.#appeared.set(item.id, this.now().getTime());
    this.#live.set(item.id, item);
    return item;
  }

  /** The live objects that were made or restored longer ago than that. */
  olderThan(seconds: number): readonly Item[] {
    const limit = this.now().getTime() - seconds * 1000;
    return this.live().filter(({ id }) => (this.#appeared.get(id) ?? longAgo) < limit);
  }

  /** Takes a live object for one that has been there since long before the story. */
  age({ id }: Item): void {
    this.#appeared.set(id, longAgo);
  }

  delete(item: Item): void {
    const current = this.current(item);
    this.#live.delete(item.id);
    this.#deleted.set(item.id, { ...current, deletedDateTime: this.now().toISOString() });
  }

  restore(item: Item): Item {
    this.#deleted.delete(item.id);
    return this.put({ ...item, deletedDateTime: null });
  }

  purge(item: Item): void {
    this.#deleted.delete(item.id);
  }
}
