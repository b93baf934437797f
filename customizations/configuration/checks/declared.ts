import { anyTexts, type Draft, select, selectBelow } from '../documents/draft';
import type { DocumentKind } from '../documents/kinds';

/** The names that a list declares. */
export interface Declared {
  readonly names: ReadonlySet<string>;
  /** Whether all of them could be read, so that a name that is not among them is unknown. */
  readonly isComplete: boolean;
}

/** The names that the items of a list have under a key, in every document of a kind. */
export const declaredNames = (draft: Draft, kind: DocumentKind, list: string, key: string): Declared => {
  const documents = select(draft, kind, []);
  const items = select(draft, kind, [list, '*']);
  const named = items.flatMap((each) => anyTexts(selectBelow(each, [key])).slice(0, 1));
  return {
    names: new Set(named.map((each) => each.value)),
    isComplete:
      draft.isComplete(kind) &&
      named.length === items.length &&
      documents.every((each) => Array.isArray(selectBelow(each, [list])[0]?.value)),
  };
};
