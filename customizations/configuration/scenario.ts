import validateScenario from '../../schemas/generated/documents/scenario.validate';
import scenarioSchema from '../../schemas/documents/scenario.schema.json';
import type { ScenarioDocument } from '../../schemas/generated/documents/scenario.types';
import type { ConfigurationFile, Located } from './configuration';
import { compareDiagnostics, type Diagnostic, diagnostic } from './diagnostics';
import { validateBySchema } from './documents/validate';
import { parseYaml } from './yaml/parse';
import { decodeText } from './yaml/text';

/** A scenario, if nothing is wrong with it, and everything that is. */
export interface LoadedScenario {
  readonly scenario?: Located<ScenarioDocument>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a scenario: one document, without `apiVersion` and `kind`. Everything that is wrong is reported at once. */
export const loadScenario = (file: ConfigurationFile): LoadedScenario => {
  const text = decodeText(file);
  if (typeof text !== 'string') return { diagnostics: [text] };
  const { documents, diagnostics } = parseYaml(file.path, text);
  if (diagnostics.length > 0) return { diagnostics: diagnostics.toSorted(compareDiagnostics) };
  const [document, another] = documents;
  if (document === undefined) {
    const message = 'The file holds no scenario. Write one that begins with `scenario:`.';
    return { diagnostics: [diagnostic({ file: file.path, line: 1, column: 1 }, 'missing-document', message)] };
  }
  if (another !== undefined) {
    const message = 'A file holds one scenario. Put the second one into a file of its own.';
    return { diagnostics: [diagnostic(another.valueAt([]), 'duplicate-document', message)] };
  }
  const { value, at } = document;
  if (validateScenario(value)) return { scenario: { value, at }, diagnostics: [] };
  const found = validateBySchema(document, { schema: scenarioSchema, validate: validateScenario });
  return { diagnostics: found.diagnostics.toSorted(compareDiagnostics) };
};
