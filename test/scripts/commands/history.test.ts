import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Decision } from '../../../federation/records';
import { history, type HistoryOptions } from '../../../scripts/commands/history';
import { readProject } from '../../../scripts/project';
import { edit, recordingTerminal, root, withSample } from '../support';

const decision = (changes: Partial<Decision> = {}): Decision => ({
  account: '444444444444',
  roleName: 'web-deployer',
  execution: 'event-1-1',
  step: 'role.inspect',
  decision: 'bind',
  reasons: ['The policy workloads-prod is for the role.'],
  policyHash: 'a'.repeat(64),
  event: { id: 'event-1', trigger: 'role-created', time: '2027-01-04T08:00:00.000Z', actor: 'arn:aws:iam::4:role/ci' },
  at: '2027-01-04T08:00:01.000Z',
  ...changes,
});
const trust = (aud: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ aud, sub: 's' }] });
const bound = decision({
  step: 'role.bindTrust',
  decision: 'bound',
  trust: { before: trust('oidc-factory-pending'), after: trust('c-1') },
  requestIds: ['r-1'],
  at: '2027-01-04T08:00:05.000Z',
});

const told = async (
  decisions: readonly Decision[],
  options: Partial<HistoryOptions> = {},
  account = '222222222222',
) => {
  const terminal = recordingTerminal();
  const asked: unknown[] = [];
  const code = await history(
    { config: path.join(root, 'config'), output: 'text', role: 'web-deployer', account: 'payments-us', ...options },
    {
      connect: () =>
        Promise.resolve({
          identity: () => Promise.resolve({ account, arn: 'arn:aws:sts::2:assumed-role/ops/ada' }),
          ofRole: (...words) => {
            asked.push(words);
            return Promise.resolve(decisions);
          },
        }),
    },
    terminal,
  );
  return { code, asked, ...terminal.said() };
};

describe('history', () => {
  it('tells what was decided and done, the newest last', async () => {
    const { code, out, asked } = await told([bound, decision()]);
    expect([code, asked]).toEqual([0, [['444444444444', 'web-deployer']]]);
    expect(out.split('\n')).toEqual([
      '2027-01-04T08:00:01.000Z  bind  (role.inspect)',
      '  The policy workloads-prod is for the role.',
      '  started by role-created of 2027-01-04T08:00:00.000Z, by arn:aws:iam::4:role/ci (event event-1)',
      '  policy aaaaaaaaaaaa, execution event-1-1',
      '2027-01-04T08:00:05.000Z  bound  (role.bindTrust)',
      '  The policy workloads-prod is for the role.',
      '  - "aud": "oidc-factory-pending",',
      '  + "aud": "c-1",',
      '  started by role-created of 2027-01-04T08:00:00.000Z, by arn:aws:iam::4:role/ci (event event-1)',
      '  requests r-1',
      '  policy aaaaaaaaaaaa, execution event-1-1',
    ]);
  });

  it('names whoever started what no event of IAM did', async () => {
    const event = { id: 'revoke-1', trigger: 'role-revoked', time: '2027-01-04T08:00:00.000Z' } as const;
    expect((await told([decision({ event })])).out).toContain('by the factory itself (event revoke-1)');
    expect((await told([decision({ event: { ...event, byHand: true } })])).out).toContain('by an operator');
  });

  it('leaves out what is older', async () => {
    const { out } = await told([decision(), bound], { since: '2027-01-04T08:00:05Z' });
    expect(out).toContain('bound');
    expect(out).not.toContain('  bind  ');
    const none = await told([decision()], { since: '2027-02-01' });
    expect([none.code, none.out]).toEqual([0, 'The log has nothing of web-deployer since 2027-02-01.']);
  });

  it('says that there is nothing', async () => {
    expect(await told([])).toMatchObject({ code: 0, out: 'The log has nothing of web-deployer.' });
  });

  it('lets nothing of a tag or a name act on the terminal', async () => {
    const { out } = await told([decision({ reasons: ['The tag is \u001b[2J\u202egone.'] })]);
    for (const acting of ['\u001b', '\u202e']) expect(out).not.toContain(acting);
  });

  it('finds the commit of a policy among those of the configuration', async () => {
    await withSample(async (folder) => {
      const git = (...words: readonly string[]): string =>
        execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], {
          encoding: 'utf8',
        }).trim();
      const config = path.join(folder, 'config');
      git('init', '--quiet');
      git('add', '.');
      git('commit', '--quiet', '--message', 'one');
      const first = git('rev-parse', 'HEAD');
      const policyHash = (await readProject(config)).project?.policyHash ?? '';
      await edit(folder, 'config/policies/workloads.yaml', 'priority: 100', 'priority: 101');
      git('commit', '--quiet', '--all', '--message', 'two');

      const decided = [decision({ policyHash }), decision({ policyHash: 'b'.repeat(64), at: bound.at })];
      expect((await told(decided, { config, commits: '5' })).out).toContain(`of the commit ${first.slice(0, 12)} (`);
      const { out } = await told(decided, { config, commits: '5', output: 'json' });
      expect(JSON.parse(out)).toMatchObject({ decisions: [{ commit: first }, { policyHash: 'b'.repeat(64) }] });
      expect((await told(decided, { config, commits: '1' })).out).not.toContain('of the commit');
      expect((await told(decided, { config })).out).not.toContain('of the commit');
    });
  });

  it('answers machines with all of it', async () => {
    const { out } = await told([bound], { output: 'json' });
    expect(JSON.parse(out)).toEqual({
      diagnostics: [],
      account: '444444444444',
      role: 'web-deployer',
      decisions: [bound],
    });
  });

  it.each<readonly [Partial<HistoryOptions>, string]>([
    [{ account: 'payment-us' }, 'Did you mean `payments-us`?'],
    [{ role: 'ci/web' }, 'is no name of a role'],
    [{ since: 'yesterday' }, '`yesterday` is no date'],
    [{ commits: 'all' }, 'takes how many commits'],
    [{ commits: '0' }, 'takes how many commits'],
  ])('asks nobody for %j', async (options, why) => {
    const { code, err, asked } = await told([], options);
    expect([code, asked]).toEqual([1, []]);
    expect(err).toContain(why);
  });

  it('reads in no other account', async () => {
    await expect(told([], {}, '444444444444')).rejects.toMatchObject({ code: 'FactoryRefused' });
  });
});
