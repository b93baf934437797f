// Renders docs/configuration.md from the schemas of what people write.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import prettier from 'prettier';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'docs', 'configuration.md');

/** The documents in the order in which somebody writes them; the workflow language has a page of its own beside its keys. */
const documents = [
  'organization',
  'identity-providers',
  'policies',
  'bindings',
  'hand-overs',
  'exemptions',
  'workflow',
  'organization-lock',
  'scenario',
];

const readSchema = async (name) => JSON.parse(await readFile(path.join(root, 'schemas', name), 'utf8'));

const at = (schema, pointer) => pointer.split('/').reduce((inner, key) => inner?.[key], schema);

/**
 * Finds what a `$ref` points at; a description beside it says more than that of the target. What a file refers to within
 * itself is also found where it was itself referred to, because no two files define a name differently.
 * @param schemas every schema by its file's name.
 */
const resolverOf = (schema, schemas) => {
  const resolve = (node) => {
    if (node.$ref === undefined) return node;
    const { $ref, ...beside } = node;
    const [where, pointer] = $ref.split('#/');
    const candidates = where === '' ? [schema, ...schemas.values()] : [schemas.get(path.basename(where))];
    const target = candidates.map((one) => at(one, pointer)).find((found) => found !== undefined);
    if (target === undefined) throw new Error(`${$ref} points at nothing.`);
    return { ...resolve(target), ...beside, from: target };
  };
  return resolve;
};

const code = (text) => `\`${text}\``;
const alternativesOf = (node) => node.anyOf ?? node.oneOf ?? [];

/** What a value may be, in a few words. */
const shapeOf = (node, resolve) => {
  if (node.const !== undefined) return code(node.const);
  if (node.enum !== undefined) return node.enum.map(code).join(', ');
  const alternatives = alternativesOf(node).map((one) => shapeOf(resolve(one), resolve));
  if (alternatives.length > 0) return [...new Set(alternatives)].join(' or ');
  const types = [node.type ?? 'object'].flat();
  return types.map((type) => (type === 'array' ? listShape(node, resolve) : plainShape(type, node))).join(' or ');
};

const listShape = (node, resolve) => {
  const items = shapeOf(resolve(node.items ?? {}), resolve);
  const most = node.maxItems === undefined ? '' : `, ${node.maxItems} at most`;
  return `list of ${items}${most}`;
};

const plainShape = (type, node) => {
  switch (type) {
    case 'string':
      return node.maxLength === undefined ? 'text' : `text, ${node.maxLength} characters at most`;
    case 'integer':
    case 'number': {
      const name = type === 'integer' ? 'whole number' : 'number';
      const from = node.minimum === undefined ? '' : `, from ${node.minimum}`;
      return `${name}${from}${node.maximum === undefined ? '' : ` to ${node.maximum}`}`;
    }
    case 'boolean':
      return '`true` or `false`';
    default:
      return node.additionalProperties !== undefined && node.additionalProperties !== false && !node.properties
        ? 'map'
        : 'map with the keys below';
  }
};

/** Whether the keys below are those of another document, or the very ones beside them. */
const isToldElsewhere = (raw, value, beside) =>
  raw.$ref?.startsWith('policies.') === true ||
  (value.properties !== undefined &&
    Object.entries(value.properties).every(([key, inner]) => JSON.stringify(beside[key]) === JSON.stringify(inner)));

/** A row for every key, those of maps and lists below it included; what holds itself is told once. */
const rowsOf = (node, prefix, resolve, seen) => {
  const inner = [node, ...alternativesOf(node).map(resolve)];
  const below = [...seen, ...inner.map(({ from }) => from).filter((from) => from !== undefined)];
  return inner.flatMap(({ properties = {}, required = [], items, additionalProperties }) => {
    const own = Object.entries(properties).flatMap(([key, raw]) => {
      const value = resolve(raw);
      const name = prefix === '' ? key : `${prefix}.${key}`;
      if (value.description === undefined) throw new Error(`${name} has no description in its schema.`);
      const byDefault = value.default === undefined ? '' : code(value.default);
      const row = [
        code(name),
        value.description,
        shapeOf(value, resolve),
        required.includes(key) ? 'yes' : '',
        byDefault,
      ];
      return [
        row,
        ...(below.includes(value.from) || isToldElsewhere(raw, value, properties)
          ? []
          : rowsOf(value, name, resolve, below)),
      ];
    });
    const item = items === undefined ? undefined : resolve(items);
    const values = typeof additionalProperties === 'object' ? resolve(additionalProperties) : undefined;
    return [
      ...own,
      ...(item === undefined || below.includes(item.from) ? [] : rowsOf(item, `${prefix}[]`, resolve, below)),
      ...(values === undefined || below.includes(values.from) ? [] : rowsOf(values, `${prefix}.*`, resolve, below)),
    ];
  });
};

const tableOf = (rows) => {
  const cells = (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const header = ['Key', 'What it is', 'Value', 'Needed', 'Unless given'];
  return [cells(header), cells(header.map(() => '---')), ...rows.map(cells)].join('\n');
};

const sectionOf = (name, schemas) => {
  const schema = schemas.get(`${name}.schema.json`);
  const kind = schema.properties.kind?.const ?? 'Scenario';
  const rows = rowsOf(schema, '', resolverOf(schema, schemas), []);
  return `## ${kind}\n\n${schema.description}\n\nSchema: [${name}.schema.json](../schemas/documents/${name}.schema.json)\n\n${tableOf(rows)}`;
};

/** The page as it should be. */
export const renderReference = async () => {
  const files = [...documents.map((name) => `documents/${name}.schema.json`), 'common.schema.json'];
  const schemas = new Map(await Promise.all(files.map(async (name) => [path.basename(name), await readSchema(name)])));
  const sections = documents.map((name) => sectionOf(name, schemas));
  const introduction = `<!-- Generated from schemas/documents/ by \`npm run docs\`; edit the descriptions there. -->

# Configuration reference

Every key of every document, from the schemas that \`oidc-factory validate\` checks with. \`[]\` stands for the items of a
list, \`*\` for the names in a map. Begin a file with
\`# yaml-language-server: $schema=…/schemas/documents/policies.schema.json\`, and an editor completes and checks it.`;
  const text = `${[introduction, ...sections].join('\n\n')}\n`;
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
};
