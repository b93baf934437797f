import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tellStory } from '../../scripts/story';
import { recordingTerminal, root, withSample } from './support';

describe('the story', () => {
  it('plays on the sample, from YAML to nothing live left', async () => {
    const terminal = recordingTerminal();
    const code = await tellStory(root, terminal);
    const { out, err } = terminal.said();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const words of [
      /committed files +the same/,
      /clientId [0-9a-f-]{36}/,
      /audience [0-9a-f-]{36}/,
      /granted +\S+, expires /,
      /denied +.*StringEquals \S+:sub/,
      /live applications +0/,
      /restorable applications +1/,
      /remote calls +\d+/,
      /count what is left[^]*audiences +0[^]*roles +0/,
      /all 4 expectations met/,
      /done: nothing live is left/,
    ]) {
      expect(out).toMatch(words);
    }
  });

  it('fails where something live is left', async () => {
    await withSample(async (folder) => {
      await mkdir(path.join(folder, 'scenarios'));
      const scenario = await readFile(path.join(root, 'scenarios/first-role.yaml'), 'utf8');
      const unended = scenario.slice(0, scenario.indexOf('  - deleteRole'));
      await writeFile(path.join(folder, 'scenarios/first-role.yaml'), unended);
      const terminal = recordingTerminal();
      expect(await tellStory(folder, terminal)).toBe(1);
      const { out, err } = terminal.said();
      expect(err).toContain('still live: 3 things');
      expect(out).toMatch(/audiences +1\n.* in payments-eu[^]*roles +1\n +payments-eu\/web-deployer/);
      expect(out).not.toContain('nothing live');
    });
  });
});
