import { formatDiagnostic, hasErrors, type Diagnostic } from '../customizations/configuration';
import { styled, type Terminal } from './terminal';

/** Tells what is wrong, a line each, on standard error, and how many there are. */
export const reportDiagnostics = (diagnostics: readonly Diagnostic[], terminal: Terminal): void => {
  for (const diagnostic of diagnostics) terminal.err(formatDiagnostic(diagnostic));
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  if (diagnostics.length === 0) return;
  const counts = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''];
  const style = hasErrors(diagnostics) ? 'red' : 'yellow';
  terminal.err(styled(terminal, style, counts.filter((count) => count !== '').join(', '), 'err'));
};

/** A number with its noun. */
export const plural = (count: number, noun: string, many = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : many}`;
