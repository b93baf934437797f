import { isNode, LineCounter, parseDocument } from 'yaml';
import { type Diagnostic, diagnostic, type Position } from '../configuration/diagnostics';
import type { GeneratedFile } from '../generated-file';
import { dig, isMapping, listOf } from './json';
import { manifestRules } from './manifest-rules';

/** Checks a manifest against the traps of CfCT; `paths` are the files of the package. */
export const checkManifest = (file: GeneratedFile, paths: ReadonlySet<string>): readonly Diagnostic[] => {
  const lineCounter = new LineCounter();
  // CfCT reads YAML 1.1.
  const document = parseDocument(file.text, { version: '1.1', lineCounter });
  const place = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { file: file.path, line, column: col };
  };
  const wrong = (at: Position, message: string): Diagnostic => diagnostic(at, 'unsafe-manifest', message);
  const firstError = document.errors[0];
  if (firstError !== undefined) return [wrong(place(firstError.pos[0]), 'The manifest is no YAML.')];

  const locate = (path: readonly (string | number)[]): Position => {
    const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    const range = isNode(node) ? node.range : undefined;
    return range ? place(range[0]) : path.length === 0 ? place(0) : locate(path.slice(0, -1));
  };
  const manifest: unknown = document.toJS();
  const resources = listOf(dig(manifest, 'resources'));
  const names = resources.map((resource) => dig(resource, 'name'));
  return [
    ...checkTop(manifest).map((message) => wrong(locate([]), message)),
    ...checkLines(file.text, paths).map(({ line, message }) => wrong({ file: file.path, line, column: 1 }, message)),
    ...resources.flatMap((resource, index) =>
      manifestRules
        .flatMap((rule) => rule.problems(isMapping(resource) ? resource : {}))
        .map(({ path, message }) => wrong(locate(['resources', index, ...path]), message)),
    ),
    ...names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [wrong(locate(['resources', index]), `The name "${String(name)}" is taken: both would be one StackSet.`)]
        : [],
    ),
  ];
};

const checkTop = (manifest: unknown): readonly string[] => {
  if (!isMapping(manifest)) return ['The manifest is no mapping.'];
  const known = ['region', 'version', 'enable_stack_set_deletion', 'resources'];
  return [
    ...Object.keys(manifest)
      .filter((key) => !known.includes(key))
      .map((key) => `CfCT knows no key "${key}" here, and refuses the manifest.`),
    ...(typeof manifest['region'] === 'string' ? [] : ['The manifest names no region.']),
    ...(listOf(manifest['resources']).length > 0 ? [] : ['The manifest deploys nothing.']),
  ];
};

/**
 * What CfCT's build reads with grep and cut rather than as YAML: the third word of each line with `_file:`, after runs of
 * spaces are squeezed to one. So a path must follow its key, unquoted, and the key must not follow the list's hyphen.
 */
const checkLines = (text: string, paths: ReadonlySet<string>): readonly { line: number; message: string }[] => {
  const lines = text.split('\n');
  const problems = lines.flatMap((content, index) => {
    if (!content.includes('_file:') || /^\s*#/.test(content)) return [];
    const path = content.replace(/ +/g, ' ').split(' ')[2] ?? '';
    if (paths.has(path)) return [];
    const message = /^\s*-/.test(content)
      ? 'A path must not be the first key of a list item: CfCT takes the key for the path.'
      : `CfCT reads the path "${path}", and there is no such file. Write paths unquoted, without spaces.`;
    return [{ line: index + 1, message }];
  });
  const version = lines.some((content) => /^version: 2021-03-15\s*$/.test(content));
  return version ? problems : [...problems, { line: 1, message: 'Write "version: 2021-03-15", unquoted.' }];
};
