import type { Directory } from '../directory';
import type { HttpResponse } from '../http';
import type { Body } from './body';
import type { Caller } from './caller';
import type { Key } from './path';
import type { Query } from './query';
import type { View } from './view';

/** A call of Graph, read and authenticated. */
export interface GraphCall {
  readonly directory: Directory;
  /** What the call sees of it. */
  readonly seen: View;
  readonly caller: Caller;
  readonly query: Query;
  /** Whether the header `ConsistencyLevel` allows answers from an index. */
  readonly isEventual: boolean;
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
