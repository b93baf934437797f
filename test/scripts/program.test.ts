import { command } from './support';

describe('the command line', () => {
  it.each([
    ['an unknown command', ['valdate'], /Did you mean validate\?/],
    ['an unknown option', ['validate', '--confg', 'x'], /Did you mean --config\?/],
    ['an output that is none', ['validate', '-o', 'xml'], /Allowed choices are text, json/],
    ['an option before the command', ['--config', 'x', 'validate'], /Options stand behind the command/],
    ['a missing argument', ['rehearse'], /missing required argument 'scenario'/],
  ])('refuses %s with 1 and a hint', async (_what, words, hint) => {
    const ran = await command(...words);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(hint);
    expect(ran.out).toBe('');
  });

  it.each([['--help'], ['--version']])('answers %s with 0', async (word) => {
    const ran = await command(word);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).not.toBe('');
  });
});
