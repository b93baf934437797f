// Makes reports as the command does, at a fixed moment.
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import commands from '../../dist/scripts/commands/report.js';
import { now, writeOrganization } from './organization.mjs';

/** Writes an organization and its report into a folder of their own; answers the folder, and the file of the page. */
export const makeReport = async (organization = {}, options = {}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oidc-factory-report-'));
  await writeOrganization(folder, organization);
  const said = [];
  const out = path.join(folder, 'report.html');
  const code = await commands.report(
    {
      config: path.join(folder, 'config'),
      inventory: path.join(folder, 'inventory.jsonl'),
      output: 'html',
      out,
      detailedExitcode: false,
      ...options,
    },
    () => now,
    {
      out: (text) => said.push(text),
      err: (text) => said.push(text),
      progress: () => undefined,
      color: { out: false, err: false },
      watched: false,
      now: () => 0,
    },
  );
  if (code !== 0) throw new Error(said.join('\n'));
  return { folder, out, html: await readFile(out, 'utf8') };
};
