import { tellStory } from '../../scripts/story';
import { recordingTerminal, root } from './support';

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
      /done: nothing live is left/,
    ]) {
      expect(out).toMatch(words);
    }
  });
});
