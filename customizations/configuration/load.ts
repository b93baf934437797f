import type { ValidateFunction } from 'ajv';
import type { WorkflowDocument } from '../../schemas/generated/documents/workflow.types';
import { checkTogether } from './checks';
import type { Configuration, ConfigurationFile, Located } from './configuration';
import { compareDiagnostics, type Diagnostic, diagnostic, hasErrors } from './diagnostics';
import type { Draft, DraftDocument } from './documents/draft';
import { type DocumentKind, documentKinds, isSingleton } from './documents/kinds';
import { recognize } from './documents/recognize';
import { type ParsedDocument, parseYaml } from './yaml/parse';
import { decodeText } from './yaml/text';

/** A configuration, if nothing is wrong with it, and everything that is. */
export interface Loaded {
  readonly configuration?: Configuration;
  /** The workflows that their schema accepts, whatever is wrong elsewhere, so that their steps can be checked at once. */
  readonly workflows: readonly Located<WorkflowDocument>[];
  /** Sorted by file, line and column; each mistake once. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a configuration from its files, in whatever order they come, and reports everything that is wrong with it at
 * once: text, YAML, schemas, then what the documents say of each other as far as that can still be judged. Warnings do
 * not withhold the configuration.
 */
export const loadConfiguration = (files: readonly ConfigurationFile[]): Loaded => {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const read = sorted.map(readFile);
  const recognized = read.flatMap(({ documents }) => documents.map(recognize));
  const documents = recognized.flatMap(({ draft }) => (draft === undefined ? [] : [draft]));
  const lost = recognized.filter(({ draft }) => draft === undefined).map(({ kind }) => kind);
  const isAnythingLost = lost.includes(undefined) || read.some(({ isLost }) => isLost);
  const isThere = (kind: DocumentKind): boolean => documents.some((document) => document.kind === kind);
  const draft: Draft = {
    documents,
    // Of some kinds there is one document, so that nothing more of them can be lost once it is there.
    isComplete: (kind) => (isSingleton(kind) && isThere(kind)) || (!isAnythingLost && !lost.includes(kind)),
    folder: commonFolder(sorted.map((file) => file.path)),
  };
  const diagnostics = [
    ...read.flatMap((file) => file.diagnostics),
    ...recognized.flatMap((each) => each.diagnostics),
    ...checkTogether(draft),
  ].toSorted(compareDiagnostics);
  const configuration = hasErrors(diagnostics) ? undefined : assemble(documents);
  const workflows = located(documents, 'Workflow', documentKinds.Workflow.validate);
  return configuration === undefined ? { workflows, diagnostics } : { configuration, workflows, diagnostics };
};

interface ReadFile {
  readonly documents: readonly ParsedDocument[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the file may hold documents that could not be found in it. */
  readonly isLost: boolean;
}

const readFile = (file: ConfigurationFile): ReadFile => {
  const text = decodeText(file);
  if (typeof text !== 'string') return { documents: [], diagnostics: [text], isLost: true };
  const { documents, diagnostics } = parseYaml(file.path, text);
  if (documents.length > 0 || diagnostics.length > 0) return { documents, diagnostics, isLost: documents.length === 0 };
  const empty = diagnostic(
    { file: file.path, line: 1, column: 1 },
    'empty-file',
    'The file holds no document. Delete it if that is meant.',
  );
  return { documents, diagnostics: [empty], isLost: false };
};

const assemble = (documents: readonly DraftDocument[]): Configuration | undefined => {
  const [organization] = located(documents, 'Organization', documentKinds.Organization.validate);
  const [lock] = located(documents, 'OrganizationLock', documentKinds.OrganizationLock.validate);
  if (organization === undefined || lock === undefined) return undefined;
  return {
    organization,
    lock,
    identityProviders: located(documents, 'IdentityProviders', documentKinds.IdentityProviders.validate).flatMap(
      (document) =>
        document.value.identityProviders.map((value, index) => item(document, 'identityProviders', index, value)),
    ),
    policies: located(documents, 'Policies', documentKinds.Policies.validate).flatMap((document) =>
      document.value.policies.map((value, index) => item(document, 'policies', index, value)),
    ),
    bindings: located(documents, 'Bindings', documentKinds.Bindings.validate).flatMap((document) =>
      document.value.bindings.map((value, index) => item(document, 'bindings', index, value)),
    ),
    handOvers: located(documents, 'HandOvers', documentKinds.HandOvers.validate).flatMap((document) =>
      document.value.handOvers.map((value, index) => item(document, 'handOvers', index, value)),
    ),
    exemptions: located(documents, 'Exemptions', documentKinds.Exemptions.validate).flatMap((document) =>
      document.value.exemptions.map((value, index) => item(document, 'exemptions', index, value)),
    ),
    workflows: located(documents, 'Workflow', documentKinds.Workflow.validate),
  };
};

const located = <T>(
  documents: readonly DraftDocument[],
  kind: DocumentKind,
  validate: ValidateFunction<T>,
): readonly Located<T>[] =>
  documents.flatMap(({ kind: its, value, at }) => (its === kind && validate(value) ? [{ value, at }] : []));

const item = <T>(document: Located<unknown>, list: string, index: number, value: T): Located<T> => ({
  value,
  at: (path) => document.at([list, index, ...path]),
});

const commonFolder = (paths: readonly string[]): string => {
  const [first = '', ...others] = paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  return others.reduce((common, folder) => {
    const steps = folder.split('/').slice(0, -1);
    const shared = common.split('/').slice(0, -1);
    const end = shared.findIndex((step, index) => step !== steps[index]);
    return (end === -1 ? shared : shared.slice(0, end)).map((step) => `${step}/`).join('');
  }, first);
};
