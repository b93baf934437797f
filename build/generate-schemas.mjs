// Generates schemas/generated/: a TypeScript module and a standalone ajv validator for every schema.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { compile } from 'json-schema-to-typescript';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const schemas = path.join(root, 'schemas');
const generated = path.join(schemas, 'generated');
const folders = ['documents', 'events', 'graph', 'records', 'settings'];
const banner = '/* Generated from the schema of the same name; run `npm run build` to renew it. */';

const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));

/** Writes schemas/generated/ anew. */
export const generateSchemas = async () => {
  const common = await readJson(path.join(schemas, 'common.schema.json'));

  await rm(generated, { recursive: true, force: true });
  await mkdir(generated, { recursive: true });

  for (const folder of folders) {
    await mkdir(path.join(generated, folder), { recursive: true });
    const files = (await readdir(path.join(schemas, folder))).filter((f) => f.endsWith('.schema.json')).sort();
    const siblings = await Promise.all(files.map((f) => readJson(path.join(schemas, folder, f))));
    for (const [index, file] of files.entries()) {
      const schema = siblings[index];
      const base = path.join(generated, folder, file.replace('.schema.json', ''));

      const types = await compile(structuredClone(schema), schema.title, {
        cwd: path.join(schemas, folder),
        bannerComment: `${banner}\n/* eslint-disable */`,
        additionalProperties: true,
        unknownAny: true,
        format: false,
        ignoreMinAndMaxItems: true,
      });
      await writeFile(`${base}.types.d.ts`, types);

      const ajv = new Ajv({
        allErrors: true,
        allowUnionTypes: true,
        strictTypes: true,
        verbose: false,
        code: { source: true, lines: true, optimize: true },
        keywords: ['tsType'],
      });
      ajv.addSchema(common);
      for (const sibling of siblings) if (sibling !== schema) ajv.addSchema(sibling);
      await writeFile(`${base}.validate.js`, `${banner}\n${standaloneCode(ajv, ajv.compile(schema))}`);
      await writeFile(
        `${base}.validate.d.ts`,
        `${banner}\nimport type { ValidateFunction } from 'ajv';\nimport type { ${schema.title} } from './${path.basename(base)}.types.js';\n` +
          `declare const validate: ValidateFunction<${schema.title}>;\nexport = validate;\n`,
      );
      require(`${base}.validate.js`);
    }
  }
};

if (process.argv[1] === import.meta.filename) await generateSchemas();
