import fc from 'fast-check';
import { formatDiagnostic, loadConfiguration, renderLockFile } from '../../../../customizations/configuration';
import { parseAnyYaml, parseYaml } from '../../../../customizations/configuration/yaml/parse';
import { readPlainLines } from '../../../../customizations/configuration/yaml/plain-lines';
import { edited, sample } from '../sample';

const lockFile = sample['config/organization.lock.yaml']!;

it.each([
  ['the lock file of the sample', lockFile],
  ['names in double quotes', lockFile.replaceAll("'", '"')],
  [
    'quoted keys, comments and empty lines',
    "# a\n\n\"a\": b c\n\n'd':\n# e\n  - { \"f\": 'it''s', g: { h: \"\", i: '' } }",
  ],
])('reads %s', (_, text) => {
  expect(readPlainLines(text)).toBeDefined();
  expect(readPlainLines(text)).toEqual(parseAnyYaml('a.yaml', text).documents[0]?.value);
});

it.each([
  ['nothing', ''],
  ['comments alone', '# a\n'],
  ['a number', 'a: 1\n'],
  ['a value that is no text', 'a: NULL\n'],
  ['a key that is no text', 'a:\n  - { True: b }\n'],
  ['a key that is given twice', 'a: b\na: b\n'],
  ['a key that is given twice in an item', 'a:\n  - { b: c, "b": d }\n'],
  ['a key without a value', 'a:\nb: c\n'],
  ['a key without a value at the end', 'a:\n'],
  ['an item without a list', 'a: b\n  - { c: d }\n'],
  ['an item before a list', '  - { c: d }\n'],
  ['an escape', 'a: "\\n"\n'],
  ['quotes that are not closed', "a: 'b\n  c'\n"],
  ['text on a second line', 'a: b\n  c\n'],
  ['two documents', 'a: b\n---\na: b\n'],
  ['line breaks of Windows', '# a\r\na: b\r\n'],
  ['an anchor', 'a: &b c\n'],
  ['a colon in a text', 'a: b: c\n'],
  ['a comment behind a text', 'a: b # c\n'],
  ['a text behind an item', 'a:\n  - { b: c } d\n'],
  ['an empty item', 'a:\n  - { }\n'],
  ['a key that YAML finds too long', `a:\n  - { ${'b'.repeat(1025)}: c }\n`],
  ['deep nesting', `a: ${'{ b: '.repeat(9)}c${' }'.repeat(9)}\n`],
  ['a very long line', `# ${'a'.repeat(1 << 17)}\na: b\n`],
])('leaves %s to the parser', (_, text) => {
  expect(readPlainLines(text)).toBeUndefined();
});

const nasty = [
  ...['a', 'a b', 'a-b', 'a -', 'a - b', '/', '/a', 'no', 'null', 'Null', 'nULL', 'TRUE', 'y', 'a_b', 'ä', '.', 'a.'],
  ...['1', '1e3', '0x1', '-', '-1', '~', '<<', '=', '*a', '&a', '!a', '%a', '@a', '|', '>', '?', ':', 'a:', ':a', '#'],
  ...[
    "''",
    '""',
    "'a'",
    '"a"',
    "'it''s'",
    '"it\'s"',
    "'a: b'",
    '"a, b"',
    "'{ a }'",
    '"#"',
    "' a '",
    "'\u00e4\u{1f600}'",
  ],
  ...["'", '"', "'a", 'a"', '"\\n"', '"\u00a0"', "'\u2028'", '\u2028', '\ufeff', '__proto__', '"__proto__"', '', ' '],
];
const usual = ['a', 'b c', 'o-1', "'1'", '"2"', "'it''s'", '/a/b', 'kind'];
const scalar = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...usual) }, fc.constantFrom(...nasty));
const pairs = (value: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(scalar, value), { minLength: 1, maxLength: 3 })
    .map((some) => `{ ${some.map(([key, each]) => `${key}: ${each}`).join(', ')} }`);
const item = pairs(fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: pairs(scalar) }));
const line = fc.oneof(
  fc.tuple(scalar, scalar).map(([key, value]) => `${key}: ${value}`),
  fc
    .tuple(scalar, fc.array(item, { maxLength: 3 }))
    .map(([key, items]) => [`${key}:`, ...items.map((each) => `  - ${each}`)].join('\n')),
  fc.constantFrom('', '# a', '#', ...['---', '...', '%YAML 1.2', '  - a', '- a', '  a: b', ' ']),
);
const document = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`);
/** A document in which something was cut out, or put in. */
const damaged = fc
  .tuple(document, fc.nat(), fc.nat({ max: 2 }), fc.constantFrom('', ' ', '\n', ...nasty))
  .map(([text, at, cut, put]) => {
    const start = at % text.length;
    return text.slice(0, start) + put + text.slice(start + cut);
  });

it('reads what it reads as the parser does', () => {
  fc.assert(
    fc.property(fc.oneof(document, damaged), (text) => {
      fc.pre(readPlainLines(text) !== undefined);
      const [plain, parsed] = [parseYaml('a.yaml', text), parseAnyYaml('a.yaml', text)];
      const told = ({ documents, diagnostics }: typeof parsed) =>
        JSON.stringify([diagnostics, documents.map(({ file, kind, isSound, value }) => [file, kind, isSound, value])]);
      expect(told(plain)).toBe(told(parsed));
    }),
    { numRuns: 1000 },
  );
});

it('reads every lock file of names that can be seen', () => {
  const name = fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from('aZ0 _.:/=+-@\'"{},#&*!ä😀')) });
  fc.assert(
    fc.property(name, fc.dictionary(name, name, { maxKeys: 3 }), (text, tags) => {
      const text1 = renderLockFile({
        organization: 'o-a1b2c3d4e5',
        organizationalUnits: [{ id: 'r-ab12', path: '/' }],
        accounts: [{ id: '777777777777', name: text, organizationalUnit: '/', tags }],
      });
      expect(readPlainLines(text1)).toEqual(parseAnyYaml('a.yaml', text1).documents[0]?.value);
    }),
  );
});

it('tells the places of what it has read', () => {
  const [plain] = parseYaml('a.yaml', lockFile).documents;
  const [parsed] = parseAnyYaml('a.yaml', lockFile).documents;
  for (const path of [[], ['kind'], ['accounts', 3], ['accounts', 3, 'tags', 'cost-center'], ['accounts', 99]]) {
    expect(plain?.at(path)).toEqual(parsed?.at(path));
    expect(plain?.valueAt(path)).toEqual(parsed?.valueAt(path));
    expect(plain?.sourceOf(path)).toBe(parsed?.sourceOf(path));
  }
});

it('leaves what is wrong with a lock file where it stands', () => {
  const twice = lockFile.replace("'444444444444'", "'333333333333'");
  expect(
    loadConfiguration(edited({ 'organization.lock.yaml': twice }))
      .diagnostics.map(formatDiagnostic)
      .find((one) => one.includes('duplicate-name')),
  ).toMatch(/organization\.lock\.yaml:17:11 {2}/);
});
