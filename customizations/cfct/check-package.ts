import { compareDiagnostics, type Diagnostic, diagnostic } from '../configuration/diagnostics';
import type { GeneratedFile } from '../generated-file';
import { checkManifest } from './check-manifest';
import { checkTemplate } from './check-templates';
import { dig, listOf } from './json';
import { manifestPath } from './manifest';

/**
 * Checks the files of a package as CfCT's pipeline would, and a little stricter: the manifest, every template, every file
 * of parameters. All that is wrong comes at once, in the order of the files.
 */
export const checkPackage = (files: readonly GeneratedFile[]): readonly Diagnostic[] => {
  const paths = new Set(files.map((file) => file.path));
  const diagnostics = files.flatMap((file) => {
    if (file.path === manifestPath) return checkManifest(file, paths);
    if (file.path.startsWith('templates/')) return checkTemplate(file);
    if (file.path.startsWith('parameters/') && file.path.endsWith('.json')) return checkParameters(file);
    return [];
  });
  return [...diagnostics].sort(compareDiagnostics);
};

const checkParameters = (file: GeneratedFile): readonly Diagnostic[] => {
  const wrong = (message: string): Diagnostic =>
    diagnostic({ file: file.path, line: 1, column: 1 }, 'unsafe-manifest', message);
  try {
    const parameters: unknown = JSON.parse(file.text);
    return listOf(parameters).every((one) => typeof dig(one, 'ParameterValue') === 'string')
      ? []
      : [wrong("Each value must be a string: a number makes CfCT's stage crash.")];
  } catch {
    return [wrong('The file is no JSON, and CfCT stops at it.')];
  }
};
