import { Failure } from '../../../federation/failures';
import type { Graph } from '../../../federation/ports';
import { call, parsed } from './call';

/** The largest page that Graph gives of directory objects. Source: its reference, «List applications». */
export const pageSize = 999;

/** A page of a list. */
interface Page<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string;
}

/** The items of a list, page by page, as far as they are asked for. */
export async function* itemsOf<T>(
  graph: Graph,
  first: string,
  validate: (body: unknown) => body is Page<T>,
  what: string,
): AsyncGenerator<T, void, undefined> {
  for (let path: string | undefined = first; path !== undefined;) {
    const page: Page<T> = parsed(await call(graph, { method: 'GET', path }, [200]), validate, what);
    yield* page.value;
    path = pathOf(page['@odata.nextLink']);
  }
}

/**
 * The address of a page without host and version: whatever it says, no other host is asked.
 * @throws Failure `DirectoryRefused` where it is no address: a list that breaks off must not pass for a whole one.
 */
const pathOf = (nextLink: string | undefined): string | undefined => {
  if (nextLink === undefined) return undefined;
  const path = /^https:\/\/[^?#]*?\/v1\.0(\/.*)$/s.exec(nextLink)?.[1];
  if (path !== undefined) return path;
  throw new Failure('DirectoryRefused', 'Microsoft Graph answered a list whose next page has no address.');
};
