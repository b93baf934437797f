import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';
import { isFindingId } from '../../federation/finding-ids';
import { isForwardedIamCall } from '../../federation/triggers';

const root = join(__dirname, '..', '..');
const folder = join(root, 'federation');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

/** What a source imports, from inside it or from a package. */
const importsOf = (source: string): readonly string[] =>
  ts.preProcessFile(source).importedFiles.map(({ fileName }) => fileName);

/** The names that a source reaches for which make its answers depend on more than its arguments. */
const impuritiesOf = (source: string): readonly string[] => {
  const found: string[] = [];
  const impure = new Set([
    'process',
    'require',
    'fetch',
    'globalThis',
    'console',
    'setTimeout',
    'Intl',
    'crypto',
    'Buffer',
  ]);
  const impureMembers = new Set(['Date.now', 'Math.random', 'performance.now']);
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const text = node.getText();
      if (impureMembers.has(text) || /\.toLocale\w*$|\.localeCompare$/.test(text)) found.push(text);
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0)
      found.push('new Date()');
    if (ts.isIdentifier(node) && impure.has(node.text) && !ts.isPropertyAccessExpression(node.parent))
      found.push(node.text);
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && impure.has(node.expression.text))
      found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true));
  return found;
};

describe('federation/', () => {
  it('is there', () => {
    expect(files).toContain('index.ts');
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('%s imports only from federation/ and schemas/', (name) => {
    const file = join(folder, name);
    const outside = importsOf(readFileSync(file, 'utf8')).filter((specifier) => {
      const target = relative(root, normalize(join(dirname(file), specifier)));
      return !specifier.startsWith('.') || !/^(federation|schemas)[/\\]/.test(target);
    });
    expect(outside).toEqual([]);
  });

  it.each(files)('%s knows no clock, no chance, no environment and no locale', (name) => {
    expect(impuritiesOf(readFileSync(join(folder, name), 'utf8'))).toEqual([]);
  });

  it('would be found out', () => {
    expect(importsOf("import { x } from 'node:fs'; export * from '../handlers/x';")).toEqual([
      'node:fs',
      '../handlers/x',
    ]);
    expect(impuritiesOf('Date.now(); new Date(); Math.random(); process.env; a.localeCompare(b); fetch("x");')).toEqual(
      ['Date.now', 'new Date()', 'Math.random', 'process.env', 'a.localeCompare', 'fetch'],
    );
    expect(impuritiesOf('new Date(0); Date.parse("x"); a.process;')).toEqual([]);
  });
});

describe('names from outside', () => {
  it.each(['constructor', 'toString', '__proto__', ''])('%j is no call and no finding', (name) => {
    expect(isForwardedIamCall(name)).toBe(false);
    expect(isFindingId(name)).toBe(false);
  });
});
