import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { command, edit, root, withSample } from '../support';

const run = promisify(execFile);
const git = (folder: string, ...words: readonly string[]) =>
  run('git', ['-C', folder, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words]);

/** A role is made and the factory has not heard of it; with `settle`, it has. */
const scenario = (...steps: readonly string[]): string => `scenario: a role is made
accounts: [{ name: payments-eu, organizationalUnit: /Workloads/Prod }]
steps:
  - createRole:
      { account: payments-eu, role: web-deployer, path: /ci/, identityProvider: entra-prod, permissionsBoundary: ci-boundary,
        tags: { team: web, "oidc-factory:subject": "repo:acme/payments:environment:prod" } }
${steps.map((step) => `  - ${step}\n`).join('')}`;

/** The sample, and an inventory of the local organization after a scenario. */
const withInventory = (
  steps: readonly string[],
  work: (config: string, inventory: string, folder: string) => Promise<void>,
): Promise<void> =>
  withSample(async (folder) => {
    const [file, inventory, config] = ['scenario.yaml', 'inventory.jsonl', 'config'].map((name) =>
      path.join(folder, name),
    );
    await writeFile(file ?? '', scenario(...steps));
    const played = await command('rehearse', file ?? '', '--config', config ?? '', '--inventory', inventory ?? '');
    expect(played).toMatchObject({ code: 0 });
    await work(config ?? '', inventory ?? '', folder);
  });

describe('plan', () => {
  it('lists what widens access first, with who may come before and after', () =>
    withInventory([], async (config, inventory) => {
      const { code, out } = await command('plan', '--config', config, '--inventory', inventory, '--detailed-exitcode');
      expect(code).toBe(2);
      expect(out).toMatch(
        /^Widens access \(1\)\n {2}payments-eu \(\d{12}\): bind web-deployer, policy workloads-prod\n/,
      );
      expect(out).toMatch(
        /before: nobody\n +after: tokens of sts.windows.net\/.* for client-id-of:aws-\d{12}-web-deployer/,
      );
      expect(out).toContain(
        'create 1, change 0, remove 0; 1 of them widen access, 0 take access away. findings: none.',
      );
    }));

  it('has nothing to do once the factory has worked', () =>
    withInventory(['settle'], async (config, inventory) => {
      const { code, out } = await command('plan', '--config', config, '--inventory', inventory, '--detailed-exitcode');
      expect([code, out]).toEqual([0, expect.stringMatching(/^create 0, change 0, remove 0; .* findings: none\./)]);
    }));

  it('answers machines, and pull requests', () =>
    withInventory([], async (config, inventory) => {
      const { out } = await command('plan', '--config', config, '--inventory', inventory, '-o', 'json');
      expect(JSON.parse(out)).toMatchObject({
        summary: { create: 1, change: 0, remove: 0, widen: 1, cutOff: 0 },
        accounts: [
          {
            account: { name: 'payments-eu' },
            actions: [{ kind: 'bind', role: 'web-deployer', widens: true, before: [] }],
          },
        ],
      });
      const markdown = await command('plan', '--config', config, '--inventory', inventory, '-o', 'markdown');
      expect(markdown.out).toMatch(/^### Federation plan\n\ncreate 1/);
    }));

  it('writes a plan whose hash is of what is to be done', () =>
    withInventory([], async (config, inventory, folder) => {
      const hashOf = async (name: string): Promise<unknown> => {
        const out = path.join(folder, name);
        const { err } = await command('plan', '--config', config, '--inventory', inventory, '--out', out);
        const plan = JSON.parse(await readFile(out, 'utf8')) as { hash: string; accounts: unknown[] };
        expect(err.trim()).toBe(`The plan is in ${out}; its hash is ${plan.hash}.`);
        expect(plan.accounts).not.toHaveLength(0);
        return plan.hash;
      };
      const first = await hashOf('one.json');
      expect(await hashOf('two.json')).toBe(first);
      await edit(folder, 'config/policies/workloads.yaml', 'onDelete: retire', 'onDelete: purge');
      expect(await hashOf('three.json')).not.toBe(first);
    }));

  it('tells of an edit of the YAML alone what it changes', () =>
    withInventory(['settle'], async (config, inventory, folder) => {
      await git(folder, 'init', '-q');
      await git(folder, 'add', '-A');
      await git(folder, 'commit', '-qm', 'before');
      const against = (...words: readonly string[]) =>
        command('plan', '--config', config, '--inventory', inventory, '--against', 'HEAD', ...words);
      expect((await against()).out).toMatch(/^create 0, change 0, remove 0;/);
      await edit(folder, 'config/policies/workloads.yaml', 'paths: [/ci/]', 'paths: [/cd/]');
      const { out } = await against();
      expect(out).toMatch(
        /Takes access away, which it would not before \(1\)\n {2}payments-eu \(\d+\): release web-deployer/,
      );
      expect(JSON.parse((await against('-o', 'json')).out)).toMatchObject({
        against: { ref: 'HEAD' },
        summary: { remove: 1 },
      });
    }));

  it.each<[string, readonly string[], string]>([
    ['an unknown revision', ['--against', 'nowhere'], 'unknown-revision'],
    ['a revision that looks like an option', ['--against=--output=x'], 'unknown-revision'],
    ['a plan of a comparison', ['--against', 'HEAD', '--out', 'x'], 'invalid-argument'],
  ])('refuses %s', async (_what, words, code) => {
    await withInventory([], async (config, inventory, folder) => {
      await git(folder, 'init', '-q');
      const ran = await command('plan', '--config', config, '--inventory', inventory, ...words);
      expect([ran.code, ran.out]).toEqual([1, '']);
      expect(ran.err).toContain(code);
    });
  });

  it('says which lines of an inventory are wrong, and plans nothing', () =>
    withInventory([], async (config, inventory) => {
      const text = await readFile(inventory, 'utf8');
      const [first = ''] = text.split('\n');
      await writeFile(inventory, `${text}nonsense\n{}\n${first}\n`);
      const lines = text.split('\n').length;
      const { code, err, out } = await command('plan', '--config', config, '--inventory', inventory);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(`${inventory}:${lines}  invalid-inventory  The line is not JSON.`);
      expect(err).toContain(`${inventory}:${lines + 1}  invalid-inventory  The line is not as schemas/inventory`);
      expect(err).toContain(
        `${inventory}:${lines + 2}  invalid-inventory  The account 111111111111 is in line 1 already.`,
      );
    }));

  it('names an inventory that is not there', async () => {
    const { code, err } = await command('plan', '--config', path.join(root, 'config'), '--inventory', 'nowhere.jsonl');
    expect(code).toBe(1);
    expect(err).toContain('`nowhere.jsonl` cannot be read (ENOENT)');
  });
});

describe('asking an inventory of a role', () => {
  it('lists who may assume it, and whether the policies named them', () =>
    withInventory(['settle'], async (config, inventory) => {
      const ask = (...words: readonly string[]) =>
        command('who-can', ...words, '--config', config, '--inventory', inventory);
      const { code, out } = await ask('WEB-deployer', '--account', 'payments-eu', '--detailed-exitcode');
      expect(code).toBe(0);
      expect(out).toMatch(
        /^arn:aws:iam::\d{12}:role\/ci\/web-deployer\n {2}The policy workloads-prod is for the role\.\n {2}statement 1: tokens of .*; named by the binding$/,
      );
      expect(JSON.parse((await ask('web-deployer', '-o', 'json')).out)).toMatchObject({
        verdict: { kind: 'bind' },
        admitted: [{ kind: 'web-identity', namedBy: 'binding' }],
      });
    }));

  it('says where a role is not, or is twice', () =>
    withInventory([], async (config, inventory) => {
      const ask = (...words: readonly string[]) =>
        command('who-can', ...words, '--config', config, '--inventory', inventory);
      expect((await ask('nobody')).err).toContain('role-not-found');
      expect((await ask('oidc-factory-forwarding', '--account', 'payments-eu')).out).toContain(
        'Service events.amazonaws.com',
      );
      expect((await ask('oidc-factory-access')).err).toMatch(
        /role-ambiguous .*Give the ARN, or the account: arn:aws:iam::/,
      );
      expect((await ask('web-deployer', '--account', 'elsewhere')).err).toContain('role-not-found');
    }));

  it('answers whether a token would do, the OIDC provider asked, and what the policy wants', () =>
    withInventory(['settle'], async (config, inventory, folder) => {
      const text = await readFile(inventory, 'utf8');
      interface Line {
        bindings: { audience: string; subjects: string[]; issuer: string }[];
        providers: { audiences: string[] }[];
        roles: { arn: string; name: string }[];
      }
      const lines = text
        .trim()
        .split('\n')
        .map((each) => JSON.parse(each) as Line);
      const line = lines.find(({ roles }) => roles.some(({ name }) => name === 'web-deployer'));
      const { audience, subjects, issuer } = line?.bindings[0] ?? { audience: '', subjects: [], issuer: '' };
      const arn = line?.roles.find(({ name }) => name === 'web-deployer')?.arn ?? '';
      const token = path.join(folder, 'claims.json');
      const ask = async (claims: object, file = inventory) => {
        await writeFile(token, JSON.stringify({ iss: issuer, aud: audience, sub: subjects[0], ...claims }));
        return command('can-assume', '--token', token, '--role-arn', arn, '--inventory', file, '--config', config);
      };
      const granted = await ask({});
      expect(granted.out).toMatch(/^granted/);
      expect(granted.out).toContain(`wanted     audience ${audience}, subject ${subjects.join()}`);
      expect((await ask({ sub: 'somebody' })).out).toMatch(/^denied[^]*cause .*about somebody else/);

      const wiped = path.join(folder, 'wiped.jsonl');
      for (const { providers } of lines) for (const provider of providers) provider.audiences = [];
      await writeFile(wiped, lines.map((each) => JSON.stringify(each)).join('\n'));
      expect((await ask({}, wiped)).out).toMatch(/^denied: .* does not list the audience/);
      const both = await command(
        'can-assume',
        '--token',
        token,
        '--role-arn',
        arn,
        '--inventory',
        inventory,
        '--trust',
        token,
      );
      expect(both.err).toContain('Give either');
    }));
});
