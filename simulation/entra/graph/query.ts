import { Refusal } from '../refusal';
import { applyFilter, parseFilter } from './filter';
import type { Filterable } from './filter';
import { applySearch } from './search';
import type { Searchable } from './search';

/** What can be asked of a resource: how it is shown, what can be filtered on, searched and expanded. */
export interface Resource<Item> {
  /** As Graph's errors call it. */
  readonly type: string;
  readonly show: (item: Item) => Readonly<Record<string, unknown>>;
  readonly filterable: Filterable<Item>;
  readonly searchable?: Searchable<Item>;
  readonly expandable: Readonly<Record<string, (item: Item) => readonly unknown[]>>;
}

/** The options of a request, by name with its dollar sign. */
export type Query = ReadonlyMap<string, string>;

/** What a list is asked for. */
export interface ListRequest {
  readonly query: Query;
  /** Whether the header `ConsistencyLevel: eventual` was sent. */
  readonly isEventual: boolean;
  /** Makes the next page's address from its `$skiptoken`. */
  readonly nextPage: (skipToken: string) => string;
}

/** Graph expands at most so many related objects, and says nothing of the others. */
const mostExpanded = 20;

const pageSize = { standard: 100, most: 999 } as const;

/**
 * One object as the options want it: `$select`, `$expand`.
 * @throws Refusal 400, for other options and unknown names.
 */
export const shown = <Item>(
  item: Item,
  resource: Resource<Item>,
  query: Query,
  others: readonly string[] = [],
): Readonly<Record<string, unknown>> => {
  allowOnly(query, ['$select', '$expand', ...others]);
  const properties = resource.show(item);
  const selected = namesIn(query, '$select');
  const expanded = namesIn(query, '$expand');
  for (const name of selected) {
    if (name !== '*' && !Object.hasOwn(properties, name)) throw noProperty(name, resource.type);
  }
  for (const name of expanded) {
    if (!Object.hasOwn(resource.expandable, name)) throw noProperty(name, resource.type);
  }
  const chosen =
    selected.length === 0 || selected.includes('*')
      ? Object.entries(properties)
      : Object.entries(properties).filter(([name]) => selected.includes(name));
  const related = expanded.map((name): [string, unknown] => [
    name,
    resource.expandable[name]?.(item).slice(0, mostExpanded),
  ]);
  return Object.fromEntries<unknown>([...chosen, ...related]);
};

/**
 * A list as the options want it, page by page: `$filter`, `$search`, `$top`, and what a single object allows.
 * @throws Refusal 400, for other options, unknown names, and filters and searches that are not supported.
 */
export const listed = <Item>(
  items: readonly Item[],
  resource: Resource<Item>,
  { query, isEventual, nextPage }: ListRequest,
): Readonly<Record<string, unknown>> => {
  const { searchable } = resource;
  const options = ['$filter', '$top', '$skiptoken', ...(searchable === undefined ? [] : ['$search'])];
  allowOnly(query, ['$select', '$expand', ...options]);
  const filter = query.get('$filter');
  const search = query.get('$search');
  const filtered =
    filter === undefined ? items : applyFilter(items, parseFilter(filter), resource.filterable, resource.type);
  const found =
    search === undefined || searchable === undefined ? filtered : applySearch(filtered, search, searchable, isEventual);
  const top = count(query, '$top', pageSize.standard, 1, pageSize.most);
  const start = count(query, '$skiptoken', 0, 0, Number.MAX_SAFE_INTEGER);
  const value = found.slice(start, start + top).map((item) => shown(item, resource, query, options));
  return found.length > start + top ? { '@odata.nextLink': nextPage(String(start + top)), value } : { value };
};

/** @throws Refusal 400, where there are options besides these. */
export const allowOnly = (query: Query, allowed: readonly string[]): void => {
  for (const name of query.keys()) {
    if (!allowed.includes(name)) throw new Refusal(400, 'BadRequest', `The query option '${name}' is not supported.`);
  }
};

const namesIn = (query: Query, option: string): readonly string[] => {
  const text = query.get(option);
  return text === undefined ? [] : text.split(',').map((name) => name.trim());
};

const count = (query: Query, option: string, standard: number, least: number, most: number): number => {
  const text = query.get(option);
  if (text === undefined) return standard;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Refusal(400, 'BadRequest', `Invalid value '${text}' for ${option} query option.`);
  }
  return value;
};

const noProperty = (name: string, type: string): Refusal =>
  new Refusal(400, 'BadRequest', `Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`);
