import type { Directory } from '../directory';
import type { HttpResponse } from '../http';
import type { Body } from './body';
import type { Caller } from './caller';
import type { Key } from './path';
import type { Query } from './query';

/** A call of Graph, read and authenticated. */
export interface GraphCall {
  readonly directory: Directory;
  readonly caller: Caller;
  readonly query: Query;
  /** Whether the header `Prefer` asks for an upsert. */
  readonly createIfMissing: boolean;
  /** The keys of the path, in their order. */
  readonly keys: readonly Key[];
  /** Reads the body. */
  readonly body: () => Body;
  /** The address of a list's next page. */
  readonly nextPage: (skipToken: string) => string;
}

/** A route: a method, a path in which `{}` stands for a key, and what answers it. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly answer: (call: GraphCall) => HttpResponse;
}
