import type { Diagnostic } from '../diagnostics';
import type { Draft } from '../documents/draft';

/** One check of the documents against each other. */
export type Check = (draft: Draft) => readonly Diagnostic[];
