import type { Locate } from '../configuration/configuration';
import {
  compareDiagnostics,
  diagnostic,
  formatDiagnostic,
  type Diagnostic,
  type DiagnosticCode,
} from '../configuration/diagnostics';
import { didYouMean } from '../configuration/near-miss';

/** The way to a key or item, from the workflow document down. */
export type Path = readonly (string | number)[];

/** Notes what is wrong at a path of the workflow document. */
export type Report = (path: Path, code: DiagnosticCode, message: string) => void;

/** Collects what is wrong with one document; the same thing at the same place counts once. */
export const createReport = (at: Locate): { readonly report: Report; readonly diagnostics: () => Diagnostic[] } => {
  const found = new Map<string, Diagnostic>();
  return {
    report: (path, code, message) => {
      const one = diagnostic(at(path), code, message);
      found.set(formatDiagnostic(one), one);
    },
    diagnostics: () => [...found.values()].sort(compareDiagnostics),
  };
};

/** A sentence for a name that nothing has, with those that there are. */
export const unknown = (what: string, name: string, known: readonly string[]): string =>
  `There is no ${what} \`${name}\`; there is ${known.join(', ')}.${didYouMean(name, known)}`;
