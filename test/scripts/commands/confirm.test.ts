import path from 'node:path';
import type { GuardQuestion } from '../../../federation/records';
import { confirm, type ConfirmOptions } from '../../../scripts/commands/confirm';
import { command, edit, recordingTerminal, root, withSample } from '../support';

const plan = 'ab'.repeat(32);
const question: GuardQuestion = {
  plan,
  policyHash: 'p',
  execution: 'e-1',
  subject: 'organization',
  because: ['It would delete or rewrite 12 of 20, more than 30 %.'],
  managed: 20,
  removed: 12,
  rewritten: 0,
  accounts: 3,
  askedAt: '2026-11-23T10:00:00.000Z',
};

/** Runs the command against a table in which a question stands, or none. */
const play = async (
  typed: Partial<ConfirmOptions> = {},
  standing: GuardQuestion | undefined = question,
  became: 'answered' | 'answered-already' | 'gone' = 'answered',
  account = '222222222222',
) => {
  const answers: unknown[] = [];
  const terminal = recordingTerminal();
  const code = await confirm(
    { config: path.join(root, 'config'), output: 'text', plan, deny: false, ...typed },
    {
      connect: () =>
        Promise.resolve({
          whoAmI: () => Promise.resolve({ arn: `arn:aws:iam::${account}:user/ann`, account }),
          confirmations: {
            read: (hash) => Promise.resolve(hash === plan ? standing : undefined),
            answer: (...given) => {
              answers.push(given);
              return Promise.resolve(became);
            },
          },
        }),
      now: () => new Date('2026-11-23T11:00:00Z'),
    },
    terminal,
  );
  return { code, answers, ...terminal.said() };
};

describe('confirm', () => {
  it.each([
    [false, 'confirmed', 'the run goes on'],
    [true, 'denied', 'nothing was written'],
  ])('answers the plan that waits, with who and when (deny: %s)', async (deny, answer, said) => {
    const { code, answers, out } = await play({ deny });
    expect(code).toBe(0);
    expect(answers).toEqual([
      [question, { answer, answeredBy: 'arn:aws:iam::222222222222:user/ann', answeredAt: '2026-11-23T11:00:00.000Z' }],
    ]);
    expect(out).toContain('12 of 20');
    expect(out).toContain(said);
  });

  it.each<[string, Parameters<typeof play>, RegExp]>([
    ['what is no hash', [{ plan: 'abc' }], /no hash of a plan/],
    ['a plan that nobody waits for', [{ plan: 'c'.repeat(64) }], /No run waits for this plan/],
    [
      'a plan that is answered',
      [{}, { ...question, answer: 'denied', answeredBy: 'arn:ben', answeredAt: 't' }],
      /denied by arn:ben at t already/,
    ],
    ['a plan whose run has ended in between', [{}, question, 'gone'], /any more/],
    ['credentials of another account', [{}, question, 'answered', '111111111111'], /Use credentials of the factory/],
  ])('refuses %s', async (_what, given, said) => {
    const { code, answers, err } = await play(...given);
    expect(code).toBe(1);
    expect(answers.length).toBe(given[2] === 'gone' ? 1 : 0);
    expect(err).toMatch(said);
  });

  it('answers a machine in JSON alone', async () => {
    const { out, err } = await play({ output: 'json' });
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [], plan, result: 'confirmed', question: { removed: 12 } });
    expect(JSON.parse((await play({ output: 'json', plan: 'x' })).out)).toMatchObject({
      error: { code: 'invalid-argument' },
    });
  });

  it('does nothing where the configuration has an error', async () => {
    await withSample(async (folder) => {
      await edit(folder, 'config/organization.yaml', 'deliver: cfct', 'deliver: pigeon');
      const { code, answers, err } = await play({ config: path.join(folder, 'config') });
      expect([code, answers]).toEqual([1, []]);
      expect(err).toContain('organization.yaml');
    });
  });

  it('wants the hash', async () => {
    expect((await command('confirm')).code).toBe(1);
  });
});
