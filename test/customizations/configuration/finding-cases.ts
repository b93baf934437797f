import { type Diagnostic, formatDiagnostic, loadConfiguration } from '../../../customizations/configuration';
import { edited, type Edit } from './sample';

/** What is done to the sample, and every diagnostic that must come of it: `file:line:column code`. */
export type Case = readonly [what: string, edits: Readonly<Record<string, Edit>>, expected: readonly string[]];

/** What is found in the sample with some edits. */
export const found = (edits: Readonly<Record<string, Edit>>): readonly Diagnostic[] =>
  loadConfiguration(edited(edits)).diagnostics;

/** Holds cases to their diagnostics, and every message to a sentence with its place. */
export const itFinds = (cases: readonly Case[]): void => {
  it.each(cases.map((each) => [...each] as const))('%s', (_what, edits, expected) => {
    expect(found(edits).map((d) => `${d.file.replace('config/', '')}:${d.line}:${d.column} ${d.code}`)).toEqual(
      expected,
    );
  });

  it('says so in sentences', () => {
    for (const message of cases.flatMap(([, edits]) => found(edits)).map(formatDiagnostic))
      expect(message).toMatch(/^\S+:\d+:\d+ {2}[a-z-]+ {2}[A-Z`].*[.?]$/);
  });
};
