import type { Graph } from '../../../federation/ports';
import { call, literal, type Meanings } from './call';

/** A filter for what has a tag. */
export const taggedWith = (tag: string): string => `$filter=tags/any(t:t%20eq%20${literal(tag)})`;

/** Adds the tags that an object lacks, and leaves it those that others gave it; says whether there was anything to do. */
export const ensureTags = async (
  graph: Graph,
  collection: 'applications' | 'servicePrincipals',
  object: { readonly id: string; readonly tags?: readonly string[] },
  planned: readonly string[],
  meanings: Meanings,
): Promise<boolean> => {
  const present = object.tags ?? [];
  const missing = planned.filter((tag) => !present.includes(tag));
  if (missing.length === 0) return false;
  const body = { tags: [...present, ...missing] };
  await call(graph, { method: 'PATCH', path: `/${collection}/${object.id}`, body }, [204], meanings);
  return true;
};
