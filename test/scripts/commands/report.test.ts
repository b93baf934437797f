import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import isReport from '../../../schemas/generated/reports/report.validate';
import type { FederationReport } from '../../../schemas/generated/reports/report.types';
import { command, edit, root, withSample } from '../support';

const scenario = `scenario: a role is made, and another one is left open
accounts: [{ name: payments-eu, organizationalUnit: /Workloads/Prod }]
steps:
  - createRole:
      { account: payments-eu, role: web-deployer, path: /ci/, identityProvider: entra-prod, permissionsBoundary: ci-boundary,
        tags: { team: web, "oidc-factory:subject": "repo:acme/payments:environment:prod" } }
  - settle
`;

/** What the local organization looks like after the scenario; it is played once. */
let observed: string;

beforeAll(() =>
  withSample(async (folder) => {
    const [file, inventory] = ['scenario.yaml', 'inventory.jsonl'].map((name) => path.join(folder, name));
    await writeFile(file ?? '', scenario);
    await command('rehearse', file ?? '', '--config', path.join(folder, 'config'), '--inventory', inventory ?? '');
    observed = await readFile(inventory ?? '', 'utf8');
  }),
);

/** The sample, an inventory of it, and a way to report on it. */
const withInventory = (
  work: (
    report: (...words: readonly string[]) => ReturnType<typeof command>,
    inventory: string,
    folder: string,
  ) => Promise<void>,
): Promise<void> =>
  withSample(async (folder) => {
    const inventory = path.join(folder, 'inventory.jsonl');
    await writeFile(inventory, observed);
    const report = (...words: readonly string[]) =>
      command('report', '--config', path.join(folder, 'config'), '--inventory', inventory, ...words);
    await work(report, inventory, folder);
  });

const reportIn = (text: string): FederationReport => {
  const report: unknown = JSON.parse(text);
  if (!isReport(report)) throw new TypeError('The report is not as its schema has it.');
  return report;
};

/** Opens the trust policy of a role in an inventory: its condition on the subject goes. */
const openRole = async (inventory: string): Promise<void> => {
  const text = await readFile(inventory, 'utf8');
  const opened = text.replace(/,\\"[^"]*:sub\\":\\"[^"]*\\"/, '');
  expect(opened).not.toBe(text);
  await writeFile(inventory, opened);
};

describe('report', () => {
  it('is one page that loads nothing, and whose script and style are those that its policy names', () =>
    withInventory(async (report, _inventory, folder) => {
      const out = path.join(folder, 'report.html');
      const { code, err } = await report('--out', out);
      expect([code, err.trim()]).toEqual([
        0,
        expect.stringMatching(/^The report is in .*report\.html\. \d+ open findings?, 1 of 1 federated role covered\./),
      ]);
      const html = await readFile(out, 'utf8');
      expect(html).toMatch(
        /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;sha256-[^;]+&#39;; style-src &#39;sha256-[^;]+&#39;; base-uri &#39;none&#39;/,
      );
      expect(html).not.toMatch(/<link|<img| src=| style=| on[a-z]+=/);
      expect(html.match(/<script/g)).toHaveLength(2);
      expect(html).toMatch(/<title>Federation report of o-a1b2c3d4e5<\/title>/);
      expect(html).toMatch(/web-deployer/);
    }));

  it('is JSON for machines, as its schema has it', () =>
    withInventory(async (report) => {
      const { out } = await report('-o', 'json');
      const { summary, accounts, units } = reportIn(out);
      expect(summary).toMatchObject({ coverage: { federated: 1, covered: 1 }, bound: 1 });
      expect(accounts.find(({ name }) => name === 'payments-eu')?.roles).toMatchObject([
        {
          name: 'web-deployer',
          state: 'bound',
          credentials: [0],
          admits: [{ identityProvider: 'entra-prod', namedBy: 'binding' }],
        },
      ]);
      expect(units.map((unit) => unit.path).slice(0, 3)).toEqual(['/', '/Infrastructure', '/Sandbox']);
    }));

  it('shows accounts that the inventory lacks as not observed', () =>
    withInventory(async (report, inventory) => {
      const lines = (await readFile(inventory, 'utf8')).trim().split('\n');
      await writeFile(inventory, lines.filter((line) => !line.includes('"name":"playground"')).join('\n'));
      const { accounts, summary } = reportIn((await report('-o', 'json')).out);
      expect(accounts.find(({ name }) => name === 'playground')).not.toHaveProperty('observedAt');
      expect(summary.notObserved).toBe(1);
    }));

  it('has its findings as CSV and in the AWS Security Finding Format', () =>
    withInventory(async (report, inventory) => {
      await openRole(inventory);
      expect((await report('-o', 'csv')).out).toMatch(/,high,trust-subject-missing,web-deployer,/);
      expect(JSON.parse((await report('-o', 'asff')).out)).toEqual(
        expect.arrayContaining([expect.objectContaining({ GeneratorId: 'oidc-factory/trust-subject-missing' })]),
      );
    }));

  it.each(['csv', 'asff'])('refuses `--since` where there is no place for it: %s', (format) =>
    withInventory(async (report) => {
      const { code, err } = await report('-o', format, '--since', 'earlier.json');
      expect([code, err]).toEqual([1, expect.stringContaining('Use html or json.')]);
    }),
  );

  it.each(['html', 'json'])('says what has changed since an earlier one, kept as %s', (format) =>
    withInventory(async (report, inventory, folder) => {
      const earlier = path.join(folder, `earlier.${format}`);
      await report('-o', format, '--out', earlier);
      expect(reportIn((await report('-o', 'json', '--since', earlier)).out).changes).toMatchObject({
        findingsNew: { count: 0 },
        rolesChanged: { count: 0 },
      });
      await openRole(inventory);
      expect(reportIn((await report('-o', 'json', '--since', earlier)).out).changes).toMatchObject({
        findingsNew: {
          first: expect.arrayContaining([expect.objectContaining({ what: 'trust-subject-missing' })]) as object,
        },
        rolesChanged: { count: 1, first: [{ role: 'web-deployer' }] },
        findingsMended: { count: 0 },
      });
    }),
  );

  it('ends with 2 where it is asked to and something is open', () =>
    withInventory(async (report, inventory) => {
      await openRole(inventory);
      expect((await report('-o', 'csv')).code).toBe(0);
      expect((await report('-o', 'csv', '--detailed-exitcode')).code).toBe(2);
    }));

  it.each<[string, string, string]>([
    ['is not there', '', 'invalid-argument'],
    ['is no report', '<html></html>', 'invalid-report'],
    ['is cut off', '<script type="application/json" id="report-data">{"report":', 'invalid-report'],
  ])('refuses an earlier report that %s', (_what, text, code) =>
    withInventory(async (report, _inventory, folder) => {
      const earlier = path.join(folder, 'earlier.html');
      if (text !== '') await writeFile(earlier, text);
      const ran = await report('--since', earlier);
      expect([ran.code, ran.out]).toEqual([1, '']);
      expect(ran.err).toContain(code);
    }),
  );

  it('refuses an earlier report of another organization', () =>
    withInventory(async (report, _inventory, folder) => {
      const earlier = path.join(folder, 'earlier.json');
      await report('-o', 'json', '--out', earlier);
      await edit(folder, 'config/organization.yaml', 'id: o-a1b2c3d4e5', 'id: o-b1b2c3d4e5');
      await edit(folder, 'config/organization.lock.yaml', 'organization: o-a1b2c3d4e5', 'organization: o-b1b2c3d4e5');
      expect((await report('--since', earlier)).err).toContain('is of the organization o-a1b2c3d4e5');
    }));

  it('says which lines of an inventory are wrong, and writes nothing', () =>
    withInventory(async (report, inventory, folder) => {
      const text = await readFile(inventory, 'utf8');
      const [first = ''] = text.split('\n');
      await writeFile(inventory, `${text}nonsense\n${first}\n`);
      const lines = text.split('\n').length;
      const out = path.join(folder, 'report.html');
      const { code, err } = await report('--out', out);
      expect(code).toBe(1);
      expect(err).toContain(`${inventory}:${lines}  invalid-inventory  The line is not JSON.`);
      expect(err).toContain(
        `${inventory}:${lines + 1}  invalid-inventory  The account 111111111111 is in line 1 already.`,
      );
      await expect(readFile(out)).rejects.toMatchObject({ code: 'ENOENT' });
    }));

  it('names an inventory that is not there', async () => {
    const { code, err } = await command(
      'report',
      '--config',
      path.join(root, 'config'),
      '--inventory',
      'nowhere.jsonl',
    );
    expect(code).toBe(1);
    expect(err).toContain('`nowhere.jsonl` cannot be read (ENOENT)');
  });
});
