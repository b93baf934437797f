import { readdirSync, readFileSync } from 'node:fs';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import type { Located } from '../../../../customizations/configuration/configuration';
import type { WorkflowDocument } from '../../../../schemas/generated/documents/workflow.types';
import validate from '../../../../schemas/generated/documents/workflow.validate';

/** Reads a workflow as the loader does: valid by its schema, with the places of its keys and items. */
export const readWorkflow = (text: string, file = 'workflow.yaml'): Located<WorkflowDocument> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const value: unknown = document.toJS();
  if (!validate(value)) throw new TypeError(JSON.stringify(validate.errors, null, 2));
  return {
    value,
    at: (path) => {
      const { line, col } = lines.linePos(offsetOf(document.contents, path));
      return { file, line, column: col };
    },
  };
};

const offsetOf = (root: ParsedNode | null, path: readonly (string | number)[]): number => {
  let node: unknown = root;
  let offset = root?.range[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
      if (pair === undefined || !isScalar(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      if (isMap(node) || isScalar(node) || isSeq(node)) offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
};

/** A workflow of the steps given, one YAML line each; the first stands on line 6. */
export const workflowOf = (steps: readonly string[], rest: readonly string[] = [], on = 'role-created'): string =>
  [
    'apiVersion: oidc-factory/v1',
    'kind: Workflow',
    'workflow: tried',
    `on: [${on}]`,
    'steps:',
    ...steps.map((step) => `  ${step}`),
    ...rest,
  ].join('\n');

/** The workflows of config/workflows, by file name. */
export const shippedWorkflows = (): readonly { readonly file: string; readonly text: string }[] =>
  readdirSync('config/workflows')
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file, text: readFileSync(`config/workflows/${file}`, 'utf8') }));
