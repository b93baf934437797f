import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readProject } from '../../scripts/project';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'project-'));
  cpSync('config', folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const edit = (name: string, from: string, to: string): void => {
  const file = path.join(folder, name);
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
};

it('reports what is wrong with the steps of a workflow together with what is wrong in other files', async () => {
  edit('identity-providers.yaml', 'cloud: public', 'clowd: public');
  edit('workflows/onboard-role.yaml', 'role.inspect', 'role.inspct');
  edit('workflows/onboard-role.yaml', 'retry: replication', 'retry: replications');
  const { project, diagnostics } = await readProject(folder);
  expect(project).toBeUndefined();
  expect(diagnostics.map((d) => `${path.relative(folder, d.file)}:${d.line}:${d.column} ${d.code}`)).toEqual(
    expect.arrayContaining([
      'identity-providers.yaml:8:5 unknown-key',
      'workflows/onboard-role.yaml:7:20 unknown-step',
      expect.stringMatching(/^workflows\/onboard-role\.yaml:9:\d+ unknown-retry-class$/),
    ]),
  );
});
