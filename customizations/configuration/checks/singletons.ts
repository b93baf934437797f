import { diagnostic } from '../diagnostics';
import { placeName } from '../documents/draft';
import type { Check } from './check';

/** The kinds of which there is exactly one document, with the file that holds it by convention, and where it comes from. */
const singletons = [
  {
    kind: 'Organization',
    file: 'organization.yaml',
    remedy: "Copy the sample's `config/organization.yaml` there, and put in your ids.",
  },
  {
    kind: 'OrganizationLock',
    file: 'organization.lock.yaml',
    remedy: 'Run `oidc-factory lock`, and commit what it writes.',
  },
] as const;

/** There is exactly one document of the organization, and one lock file. */
export const checkSingletons: Check = (draft) =>
  singletons.flatMap(({ kind, file, remedy }) => {
    const [first, ...others] = draft.documents.filter((document) => document.kind === kind);
    if (first === undefined) {
      if (!draft.isComplete(kind)) return [];
      const at = { file: `${draft.folder}${file}`, line: 1, column: 1 };
      return [diagnostic(at, 'missing-document', `There is no document of the kind \`${kind}\`. ${remedy}`)];
    }
    return others.map((other) =>
      diagnostic(
        other.valueAt(['kind']),
        'duplicate-document',
        `There can be one document of the kind \`${kind}\`; also at ${placeName(first.valueAt(['kind']))}. Remove one.`,
      ),
    );
  });
