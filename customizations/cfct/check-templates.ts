import { type Diagnostic, diagnostic } from '../configuration/diagnostics';
import type { GeneratedFile } from '../generated-file';
import { type JustifiedWildcard, justifiedWildcards } from '../stacks/justified-wildcards';
import { documentsOf } from './statements';
import { dig, isMapping, type Mapping } from './json';
import { templateRules } from './template-rules';

/** CloudFormation takes 1,048,576 bytes and cfn-lint reports from about 1,020,000: this leaves room for both. */
export const templateLimit = 1_000_000;

/** Checks one template: that it is one, its size, the rules, and that each wildcard in it is justified. */
export const checkTemplate = (file: GeneratedFile): readonly Diagnostic[] => {
  const template = parse(file.text);
  const resources = dig(template, 'Resources');
  if (!isMapping(resources) || Object.keys(resources).length === 0) {
    const message =
      'This is no CloudFormation template: it has no resources. CfCT refuses every other file in templates/.';
    return [diagnostic({ file: file.path, line: 1, column: 1 }, 'unsafe-template', message)];
  }
  return [...checkSize(file, resources), ...Object.entries(resources).flatMap((entry) => checkResource(file, entry))];
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const checkSize = (file: GeneratedFile, resources: Mapping): readonly Diagnostic[] => {
  const bytes = Buffer.byteLength(file.text);
  if (bytes < templateLimit) return [];
  const largest = Object.entries(resources)
    .map(([id, resource]) => ({ id, bytes: Buffer.byteLength(JSON.stringify(resource)) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map((part) => `${part.id} ${part.bytes}`)
    .join(', ');
  const message =
    `The template has ${bytes} bytes; the limit is ${templateLimit}. Its largest parts: ${largest}. ` +
    'Use fewer policies, or patterns instead of lists.';
  return [diagnostic({ file: file.path, line: 1, column: 1 }, 'template-too-large', message)];
};

const checkResource = (file: GeneratedFile, [id, resource]: readonly [string, unknown]): readonly Diagnostic[] => {
  if (!isMapping(resource)) return [];
  const at = { file: file.path, line: lineOf(file.text, id), column: 1 };
  const broken = templateRules
    .filter((one) => one.isBroken(resource))
    .map((one) => diagnostic(at, 'unsafe-template', `${id}: ${one.says} (${one.id})`));
  const wildcards = documentsOf(resource)
    .filter((document) => document.kind === 'identity')
    .flatMap((document) => document.statements)
    .filter((statement) => statement.allows)
    .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((on) => ({ action, on }))))
    .filter(({ action, on }) => on.includes('*') && !isJustified(action, on))
    .map(({ action, on }) =>
      diagnostic(at, 'unsafe-template', `${id}: ${action} on ${on} is a wildcard that nothing justifies. Narrow it.`),
    );
  return [...broken, ...wildcards];
};

const table: readonly JustifiedWildcard[] = Object.values(justifiedWildcards);

const isJustified = (action: string, resource: string): boolean =>
  table.some((one) => one.actions.includes(action) && one.resource.test(resource));

const lineOf = (text: string, logicalId: string): number => {
  const index = text.indexOf(`"${logicalId}": {`);
  return index < 0 ? 1 : text.slice(0, index).split('\n').length;
};
