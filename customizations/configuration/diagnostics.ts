import { compareText } from '../../federation/compare';

/** A place in a file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What can be wrong with a configuration. Errors stop everything; warnings do not. */
export const diagnosticCodes = {
  'not-text': 'error',
  'not-readable': 'error',
  'not-followed': 'warning',
  'empty-file': 'warning',
  'file-too-large': 'error',
  'yaml-syntax': 'error',
  'yaml-aliases': 'error',
  'no-configuration': 'error',
  'unknown-kind': 'error',
  'unknown-key': 'error',
  'missing-key': 'error',
  'wrong-type': 'error',
  'wrong-value': 'error',
  'not-supported-yet': 'error',
  'duplicate-document': 'error',
  'missing-document': 'error',
  'duplicate-name': 'error',
  'duplicate-priority': 'error',
  'unknown-identity-provider': 'error',
  'unknown-policy': 'error',
  'unknown-shared-caller': 'error',
  'unknown-account': 'error',
  'ambiguous-account': 'error',
  'binding-never-matches': 'error',
  'needless-exclusion': 'warning',
  'needless-policy': 'warning',
  'needless-binding': 'warning',
  'needless-hand-over': 'warning',
  'unknown-organizational-unit': 'error',
  'unknown-finding': 'error',
  'conflicting-values': 'error',
  'unknown-step': 'error',
  'unknown-retry-class': 'error',
  'unknown-input': 'error',
  'missing-input': 'error',
  'unknown-output': 'error',
  'wrong-condition': 'error',
  'wrong-step': 'error',
  'unhandled-trigger': 'warning',
  'target-not-deployable': 'error',
  'template-too-large': 'error',
  'guardrail-too-large': 'error',
  'unsafe-template': 'error',
  'unsafe-manifest': 'error',
} as const satisfies Record<string, 'error' | 'warning'>;

/** The code of a diagnostic. */
export type DiagnosticCode = keyof typeof diagnosticCodes;

/** One thing that is wrong: where, which kind, and a sentence that says what, and what to do. */
export interface Diagnostic extends Position {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** A diagnostic at a position. */
export const diagnostic = (at: Position, code: DiagnosticCode, message: string): Diagnostic => ({
  file: at.file,
  line: at.line,
  column: at.column,
  code,
  severity: diagnosticCodes[code],
  message: visible(message),
});

/** A text with what a terminal would obey or not show by its number: a message quotes what files hold. */
export const visible = (text: string): string =>
  text.replace(
    /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );

/** As people read it: `file:line:col  CODE  message`. */
export const formatDiagnostic = (d: Diagnostic): string => `${d.file}:${d.line}:${d.column}  ${d.code}  ${d.message}`;

/** Orders diagnostics by file, line and column, then by code and message. */
export const compareDiagnostics = (a: Diagnostic, b: Diagnostic): number =>
  compareText(a.file, b.file) ||
  a.line - b.line ||
  a.column - b.column ||
  compareText(a.code, b.code) ||
  compareText(a.message, b.message);

/** Whether there is an error among them. */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((d) => d.severity === 'error');
