import { checkPackage, manifestTargets, renderManifest } from './cfct';
import type { Diagnostic } from './configuration/diagnostics';
import type { GeneratedFile } from './generated-file';
import { renderTemplates, type StackInput } from './stacks';

/** What synthesis made: every generated file, by path, and what is wrong with them. */
export interface Synthesis {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Generates the package: templates and manifest. It is a pure function of its input and calls no cloud; with an error
 * among the diagnostics nothing should be written.
 */
export const synthesize = (input: StackInput): Synthesis => {
  const files = [...renderTemplates(input), renderManifest(input.configuration)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const { diagnostics } = manifestTargets(input.configuration);
  return { files, diagnostics: [...diagnostics, ...checkPackage(files)] };
};
