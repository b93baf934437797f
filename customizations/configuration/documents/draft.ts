import type { Locate } from '../configuration';
import type { Position } from '../diagnostics';
import type { DocumentKind } from './kinds';

type Path = readonly (string | number)[];

/** A document whose kind is known, valid or not. */
export interface DraftDocument {
  readonly file: string;
  readonly kind: DocumentKind;
  readonly value: unknown;
  readonly at: Locate;
  readonly valueAt: Locate;
  /** Whether the schema says nothing against the value at a path or one above it. */
  readonly isSound: (path: Path) => boolean;
}

/** The documents of a configuration as far as they can be read: what the checks between documents work on. */
export interface Draft {
  /** By file, then in their order in it. */
  readonly documents: readonly DraftDocument[];
  /** Whether every document of a kind could be read; false where a broken file might hold one. */
  readonly isComplete: (kind: DocumentKind) => boolean;
  /** The folder that the files have in common, with `/` at its end; empty for the working directory. */
  readonly folder: string;
}

/** A value of a draft, with its place. Most places are never told: they are looked up when somebody asks. */
export class Selected<T = unknown> {
  constructor(
    readonly value: T,
    readonly path: Path,
    readonly document: DraftDocument,
  ) {}

  /** The place of the value. */
  get position(): Position {
    return this.document.valueAt(this.path);
  }

  /** Another value in the same place. */
  with<Other>(value: Other): Selected<Other> {
    return new Selected(value, this.path, this.document);
  }
}

/** Selects the values at a path in every document of a kind; `*` stands for each item of a list. */
export const select = (draft: Draft, kind: DocumentKind, path: readonly string[]): readonly Selected[] =>
  draft.documents
    .filter((document) => document.kind === kind)
    .flatMap((document) => within(document, document.value, [], path));

/** Selects what stands below a value that has been selected. */
export const selectBelow = (above: Selected, path: readonly string[]): readonly Selected[] =>
  within(above.document, above.value, above.path, path);

/** Of what is selected, the texts that their schema accepts. */
export const texts = (some: readonly Selected[]): readonly Selected<string>[] =>
  anyTexts(some).filter(({ document, path }) => document.isSound(path));

/** Of what is selected, all texts: a name that is written wrongly is a name nevertheless. */
export const anyTexts = (some: readonly Selected[]): readonly Selected<string>[] =>
  some.flatMap(({ value, path, document }) => (typeof value === 'string' ? [new Selected(value, path, document)] : []));

/** The texts of a list below a value, whatever their schema says; undefined where there is no list. */
export const listBelow = (above: Selected, path: readonly string[]): readonly string[] | undefined =>
  selectBelow(above, path).length === 0
    ? undefined
    : anyTexts(selectBelow(above, [...path, '*'])).map(({ value }) => value);

/** The text below a value, where there is one that its schema accepts. */
export const textBelow = (above: Selected, ...path: readonly string[]): Selected<string> | undefined =>
  texts(selectBelow(above, path))[0];

/** A place as messages name it. */
export const placeName = ({ file, line }: Position): string => `${file}:${line}`;

const within = (document: DraftDocument, value: unknown, done: Path, rest: readonly string[]): readonly Selected[] => {
  const [step, ...further] = rest;
  if (step === undefined) return [new Selected(value, done, document)];
  if (step === '*') {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.flatMap((item, index) => within(document, item, [...done, index], further));
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return within(document, Reflect.get(value, step), [...done, step], further);
};
