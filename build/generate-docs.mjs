// Generates the pages of docs/ that come from the code; with --check it only compares.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderFindings } from './generate-findings.mjs';
import { renderReference } from './generate-reference.mjs';
import { renderWorkflows } from './generate-tables.mjs';

const docs = path.resolve(import.meta.dirname, '..', 'docs');
const pages = { 'configuration.md': renderReference, 'findings.md': renderFindings, 'workflows.md': renderWorkflows };

for (const [name, render] of Object.entries(pages)) {
  const file = path.join(docs, name);
  const wanted = await render();
  if (!process.argv.includes('--check')) await writeFile(file, wanted);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
    console.error(`docs/${name} is stale; run \`npm run docs\` and commit it.`);
    process.exitCode = 1;
  }
}
