import { type Document, isMap, isPair, isScalar, isSeq, type ParsedNode, type YAMLError } from 'yaml';
import { type Diagnostic, diagnostic, type Position } from '../diagnostics';

/**
 * What the parser has against a document, by its codes: of a run of broken lines the first, of mistakes in the layout
 * the first in the document, 20 in all.
 */
export const syntaxProblems = (
  document: Document.Parsed,
  text: string,
  positionOf: (offset: number) => Position,
): readonly Diagnostic[] => {
  const errors = [...document.errors, ...document.warnings];
  if (errors.length === 0) return [];
  const spans = closedSpans(document.contents);
  const isLayout = (error: YAMLError): boolean =>
    layoutCodes.has(error.code) && !spans.some(([start, end]) => start < error.pos[0] && error.pos[0] <= end);
  const layout = errors.find(isLayout);
  const kept = errors.filter((error) => error === layout || layout === undefined || !isConsequence(error, layout));
  return firstOfEachRun(
    kept.map((error) => {
      return error === layout
        ? diagnostic(positionOf(behindSpaces(text, error.pos[0])), 'yaml-syntax', layoutMessage)
        : diagnostic(
            positionOf(error.pos[0]),
            error.code === 'BAD_ALIAS' ? 'yaml-aliases' : 'yaml-syntax',
            describe(error),
          );
    }),
  );
};

const behindSpaces = (text: string, offset: number): number =>
  offset + (/^ */.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);

type Code = YAMLError['code'];

const layoutCodes: ReadonlySet<Code> = new Set<Code>(['BAD_INDENT', 'MISSING_CHAR', 'MULTILINE_IMPLICIT_KEY']);

/** What the parser stumbles over besides, at the same place or further down, once the layout is broken. */
const isConsequence = (error: YAMLError, layout: YAMLError): boolean =>
  error.pos[0] >= layout.pos[0] &&
  (layoutCodes.has(error.code) || error.code === 'BLOCK_AS_IMPLICIT_KEY' || error.code === 'UNEXPECTED_TOKEN');

const layoutMessage =
  'Line up the keys of one item; see the indentation of this line and the one above. A key ends with `:`, an item begins with `- `.';

const describe = (error: YAMLError): string => {
  switch (error.code) {
    case 'RESOURCE_EXHAUSTION':
      return 'The document is nested too deeply. Look for brackets that are never closed.';
    case 'TAG_RESOLVE_FAILED':
      return 'Tags such as `!name` have no meaning here. Remove the tag; quote the text if it belongs to it.';
    case 'BAD_ALIAS':
      return 'The alias names nothing above it. Quote the text if the `*` belongs to it, or write the value out.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'The line has a second `: `. Quote the text if the colon belongs to it, or put the inner key on a line of its own.';
    default:
      return `This is not YAML: ${error.message.replace(/\.$/, '')}.`;
  }
};

/** From where to where brackets and quotes reach: within them the indentation is not what is wrong. */
const closedSpans = (root: ParsedNode | null): readonly (readonly [number, number])[] => {
  const spans: (readonly [number, number])[] = [];
  const rest: unknown[] = [root];
  while (rest.length > 0) {
    const node = rest.pop();
    if (isPair(node)) rest.push(node.key, node.value);
    else if (isMap(node) || isSeq(node)) {
      if (node.flow === true && node.range) spans.push([node.range[0], node.range[2]]);
      rest.push(...node.items);
    } else if (isScalar(node) && node.type?.startsWith('QUOTE_') === true && node.range) {
      spans.push([node.range[0], node.range[2]]);
    }
  }
  return spans;
};

/** A broken line often breaks in several ways, and the lines after it seem broken too: the first of them speaks. */
const firstOfEachRun = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const broken = new Set(diagnostics.map(({ line }) => line));
  const spoken = new Set<number>();
  const first = diagnostics.filter(({ line }) => {
    if (broken.has(line - 1) || spoken.has(line)) return false;
    spoken.add(line);
    return true;
  });
  return first.slice(0, 20);
};
