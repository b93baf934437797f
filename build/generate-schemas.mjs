// Generates schemas/generated/: a TypeScript module and a standalone ajv validator for every schema. What people write
// gets every error with its place; all else goes into the functions' bundles, and says only yes or no, for size.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { compile } from 'json-schema-to-typescript';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const schemas = path.join(root, 'schemas');
const generated = path.join(schemas, 'generated');
const folders = ['documents', 'events', 'graph', 'inventory', 'records', 'reports', 'settings', 'tokens'];
const banner = '/* Generated from the schema of the same name; run `npm run build` to renew it. */';

/** The folder whose documents people write. */
const explained = 'documents';

/** Annotations: nothing is validated by them. */
const annotations = ['$schema', 'title', 'description', 'tsType'];

const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));

/** A schema without its annotations; `named` says that the keys of `value` are names and no keywords. */
const bare = (value, named = false) => {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => named || !annotations.includes(key))
      .map(([key, inner]) => [key, bare(inner, !named && ['properties', '$defs'].includes(key))]),
  );
};

/** Takes the contents of the error objects out of a validator, and the schemas that nothing in it refers to. */
const quiet = (code) =>
  code
    .replace(/(\.errors = \[|^const err\d+ = )\{instancePath.*\}(\]?;)/gm, '$1{}$2')
    .replace(/^const (schema\d+) = .*\n/gm, (line, name) => (code.split(name).length > 2 ? line : ''));

/** The validator of a schema as a module, and what TypeScript knows of it. */
const validatorOf = (schema, others, common, { explains, types }) => {
  const prepared = explains ? (value) => value : (value) => bare(value);
  const ajv = new Ajv({
    allErrors: explains,
    messages: explains,
    allowUnionTypes: true,
    strictTypes: true,
    verbose: false,
    code: { source: true, lines: true, optimize: true },
    keywords: ['tsType'],
  });
  ajv.addSchema(prepared(common));
  for (const other of others) if (other !== schema) ajv.addSchema(prepared(other));
  const code = standaloneCode(ajv, ajv.compile(prepared(schema)));
  const imports = `import type { ${schema.title} } from '${types}';\n`;
  return {
    code: explains ? code : quiet(code),
    declaration: explains
      ? `import type { ValidateFunction } from 'ajv';\n${imports}declare const validate: ValidateFunction<${schema.title}>;\n`
      : `${imports}declare const validate: (value: unknown) => value is ${schema.title};\n`,
  };
};

/** Types whose lists nobody changes in place. */
const frozen = (types) => types.replace(/(?<!readonly )\b(string|[A-Z]\w*)\[\]/g, 'readonly $1[]');

/** Every schema, by its path below schemas/. */
const readAll = async () => {
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(path.join(schemas, folder)))
        .filter((file) => file.endsWith('.schema.json'))
        .map((file) => path.join(folder, file)),
    ),
  );
  const read = async (file) => [file, await readJson(path.join(schemas, file))];
  return new Map(await Promise.all(files.flat().map(read)));
};

/** Writes schemas/generated/ anew; it is put in place when it is whole, so that nobody reads half of it. */
export const generateSchemas = async () => {
  const common = await readJson(path.join(schemas, 'common.schema.json'));
  const fresh = `${generated}.new`;

  await rm(fresh, { recursive: true, force: true });
  const all = await readAll();
  for (const folder of folders) {
    await mkdir(path.join(fresh, folder), { recursive: true });
    const files = (await readdir(path.join(schemas, folder))).filter((f) => f.endsWith('.schema.json')).sort();
    for (const file of files) {
      const schema = all.get(path.join(folder, file));
      const base = path.join(fresh, folder, file.replace('.schema.json', ''));

      const types = await compile(structuredClone(schema), schema.title, {
        cwd: path.join(schemas, folder),
        bannerComment: `${banner}\n/* eslint-disable */`,
        additionalProperties: true,
        unknownAny: true,
        format: false,
        ignoreMinAndMaxItems: true,
      });
      await writeFile(`${base}.types.d.ts`, frozen(types));

      const { code, declaration } = validatorOf(schema, [...all.values()], common, {
        explains: folder === explained,
        types: `./${path.basename(base)}.types.js`,
      });
      await writeFile(`${base}.validate.js`, `${banner}\n${code}`);
      await writeFile(`${base}.validate.d.ts`, `${banner}\n${declaration}export = validate;\n`);
      require(`${base}.validate.js`);
    }
  }
  await rm(generated, { recursive: true, force: true });
  await rename(fresh, generated);
};

if (process.argv[1] === import.meta.filename) await generateSchemas();
