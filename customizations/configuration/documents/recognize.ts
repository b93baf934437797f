import { type Diagnostic, diagnostic } from '../diagnostics';
import { didYouMean, nearest } from '../near-miss';
import type { ParsedDocument } from '../yaml/parse';
import type { DraftDocument } from './draft';
import { type DocumentKind, documentKinds, isDocumentKind, kindNames } from './kinds';
import { validateBySchema } from './validate';

/** What became of a parsed document. Without a draft, `kind` says what it would have been, where that can be told. */
export interface Recognized {
  readonly draft?: DraftDocument;
  readonly kind?: DocumentKind;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the kind of a document and validates it by the kind's schema. */
export const recognize = (document: ParsedDocument): Recognized => {
  const { value, kind } = document;
  if (!document.isSound) return lost(meantKind(kind), []);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = 'A document must be a mapping that begins with `apiVersion: oidc-factory/v1` and `kind:`.';
    return { diagnostics: [diagnostic(document.valueAt([]), 'wrong-type', message)] };
  }
  if (!isDocumentKind(kind)) return lost(likelyKind(value) ?? meantKind(kind), [withoutKind(document, value)]);
  const { diagnostics, isSound } = validateBySchema(document, documentKinds[kind]);
  const { file, at, valueAt } = document;
  return { kind, diagnostics, draft: { file, kind, value, at, valueAt, isSound } };
};

const lost = (kind: DocumentKind | undefined, diagnostics: readonly Diagnostic[]): Recognized =>
  kind === undefined ? { diagnostics } : { kind, diagnostics };

/** The kind that a word stands for, though it may be mistyped. */
const meantKind = (kind: unknown): DocumentKind | undefined => {
  const meant = typeof kind === 'string' ? nearest(kind, kindNames) : undefined;
  return isDocumentKind(meant) ? meant : undefined;
};

/** The kind that a document is by what it holds. */
const likelyKind = (value: object): DocumentKind | undefined =>
  kindNames.filter(isDocumentKind).find((name) => Object.hasOwn(value, contentsKey[name]));

const withoutKind = (document: ParsedDocument, value: object): Diagnostic => {
  const known = `The kinds are ${kindNames.map((name) => `\`${name}\``).join(', ')}.`;
  const likely = likelyKind(value);
  const hint = likely === undefined ? '' : ` Did you mean \`kind: ${likely}\`?`;
  if (!Object.hasOwn(value, 'kind')) {
    return diagnostic(document.valueAt([]), 'missing-key', `The document needs the key \`kind\`.${hint} ${known}`);
  }
  const kind = document.sourceOf(['kind']) ?? '';
  return diagnostic(
    document.valueAt(['kind']),
    'unknown-kind',
    `The kind \`${kind}\` is not known.${hint === '' ? didYouMean(kind, kindNames) : hint} ${known}`,
  );
};

/** The key by which a document without a kind can be told. */
const contentsKey: Readonly<Record<DocumentKind, string>> = {
  Bindings: 'bindings',
  Exemptions: 'exemptions',
  HandOvers: 'handOvers',
  IdentityProviders: 'identityProviders',
  Organization: 'factory',
  OrganizationLock: 'organizationalUnits',
  Policies: 'policies',
  Workflow: 'workflow',
};
