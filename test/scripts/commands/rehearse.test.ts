import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { command, root, withSample } from '../support';

const rehearse = (folder: string, scenario: string, ...more: readonly string[]) =>
  command('rehearse', scenario, '--config', path.join(folder, 'config'), ...more);

const firstRole = path.join(root, 'scenarios/first-role.yaml');

/** Plays a scenario that is written for the case. */
const play = async (steps: string, ...more: readonly string[]) => {
  let ran = { code: -1, out: '', err: '' };
  await withSample(async (folder) => {
    const file = path.join(folder, 'scenario.yaml');
    await writeFile(
      file,
      `scenario: a case\naccounts: [{ name: payments-eu, organizationalUnit: /Workloads/Prod }]\nsteps:\n${steps}`,
    );
    ran = await rehearse(folder, file, ...more);
  });
  return ran;
};

const role = (over: string): string =>
  `  - createRole: { account: payments-eu, role: web-deployer, path: /ci/, identityProvider: entra-prod, permissionsBoundary: ci-boundary, tags: { team: web }${over} }\n`;

// The command is loaded when it is called, which no test's time is to be taken up by.
beforeAll(() => import('../../../scripts/commands/rehearse.js'), 60_000);

describe('rehearse', () => {
  it('plays the first role: granted to its own application, denied to a stranger by the pinned subject', async () => {
    await withSample(async (folder) => {
      const { code, out, err } = await rehearse(folder, firstRole);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/granted +\S+, expires 2027-/);
      expect(out).toMatch(/denied +The trust policy does not admit the caller\. StringEquals \S+:sub wants/);
      expect(out).toMatch(/trust before[^]*oidc-factory-pending[^]*trust after[^]*:sub/);
    });
  });

  it('says which expectation failed, goes on, and ends with 1', async () => {
    const ran = await play('  - expect: { applications: 3 }\n  - expect: { retiredApplications: 0 }\n');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('The scenario expects 3 live applications, not 0.');
    expect(ran.err).toContain('1 of 2 expectations failed');
  });

  it.each([
    [
      'no boundary',
      '  - createRole: { account: payments-eu, role: web-deployer, path: /ci/, identityProvider: entra-prod, tags: { team: web } }\n',
      'permissions boundary',
    ],
    ['a session too long', role(', maxSessionDuration: 7200'), '7200 s'],
    [
      'a subject that no policy allows',
      role('').replace('team: web', "team: web, 'oidc-factory:subject': 'repo:evil/x:environment:prod'"),
      'repo:evil/x',
    ],
  ])('binds no role with %s, and says why', async (_what, create, why) => {
    const { code, out } = await play(
      `${create}  - settle\n  - expect: { applications: 0, audiences: { payments-eu: 0 } }\n`,
    );
    expect(code).toBe(0);
    expect(out).toContain('Role Not Bound');
    expect(out).toContain(why);
  });

  it.each([
    ['another name', { role: 'web-reader' }],
    ['another path', { path: '/' }],
    ['another account', { account: 'payments-test' }],
    ['an excluded account', { account: 'payments-legacy' }],
  ])('leaves a role of %s alone', async (_what, over) => {
    const create = Object.entries(over).reduce(
      (text, [key, value]) => text.replace(new RegExp(`${key}: [^,]+`), `${key}: ${value}`),
      role(''),
    );
    const { code, out } = await play(`${create}  - settle\n  - expect: { applications: 0 }\n`);
    expect(code).toBe(0);
    expect(out).not.toContain('Role Not Bound');
  });

  it('says of a role that no policy is for what each policy misses it by', async () => {
    const { out } = await play(`${role('').replace('web-deployer', 'web-reader')}  - settle\n`);
    expect(out).toMatch(/decision +leave for payments-eu\/web-reader\n +No policy is for the role; it misses /);
    expect(out).toMatch(/oidc-factory-onboard-role SUCCEEDED for payments-eu\/web-reader/);
    expect(out).toContain('the scenario expects nothing');
  });

  it('tells whose trust was changed, and how many expectations were met', async () => {
    const exchanges = ['own-application, result: granted', 'stranger, result: denied'].map(
      (as) => `  - expectExchange: { account: payments-eu, role: web-deployer, as: ${as} }\n`,
    );
    const { out, code } = await play(
      `${role('').replace('team: web', "team: web, 'oidc-factory:subject': 'repo:acme/payments:environment:prod'")}  - settle\n${exchanges.join('')}`,
    );
    expect(code).toBe(0);
    expect(out).toMatch(/trust after +payments-eu\/web-deployer\n/);
    expect(out).toMatch(/all 2 expectations met \(\d+\.\d s\)$/);
  });

  it('asks as a stranger also for a role that nothing is bound to', async () => {
    const ask = '  - expectExchange: { account: payments-eu, role: web-reader, as: stranger, result: denied }\n';
    const { out, code } = await play(`${role('').replace('web-deployer', 'web-reader')}  - settle\n${ask}`);
    expect(code).toBe(0);
    expect(out).toMatch(/denied by Entra +AADSTS500011: .*oidc-factory-pending/);
  });

  it.each(['granted', 'denied'])('takes nobody having been asked not for %s', async (result) => {
    const ask = `  - expectExchange: { account: payments-eu, role: web-reader, as: own-application, result: ${result} }\n`;
    const { out, code } = await play(`${role('').replace('web-deployer', 'web-reader')}  - settle\n${ask}`);
    expect(code).toBe(1);
    expect(out).toContain(`The scenario expects ${result}; the exchange was impossible: nobody was asked.`);
  });

  it.each([
    ['of the scenario', '  - settle\n  - deleteRole: { account: nowhere, role: x }\n', 'unknown-account'],
    ['that AWS would refuse', '  - settle\n  - deleteRole: { account: payments-eu, role: x }\n', 'step-refused'],
  ])('places a mistake %s that shows while it is played, and keeps what was played', async (_what, steps, code) => {
    const text = await play(steps);
    expect(text.err).toMatch(new RegExp(`^${code}  step 2, \\S*scenario\\.yaml:5: `));
    const json = await play(steps, '-o', 'json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code }, steps: [{ title: 'let the factory work' }] });
  });

  it('places an account that is there already, and names that one', async () => {
    const { err } = await play(
      '  - settle\n  - vendAccount: { name: PAYMENTS-EU, organizationalUnit: /Workloads/Prod }\n',
    );
    expect(err).toMatch(/duplicate-account {2}step 2, .*There is an account payments-eu \(\d{12}\) already/);
  });

  it('answers a machine with the mistakes of a scenario in one document', async () => {
    const { out, code } = await play('  - stroll: 3\n', '-o', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [{ code: 'unknown-key' }], steps: [] });
  });

  it('only reports where the policy is on audit', async () => {
    const create = role('').replace('account: payments-eu', 'account: playground');
    const { code, out } = await play(`${create}  - settle\n  - expect: { applications: 0 }\n`);
    expect(code).toBe(0);
    expect(out).toMatch(/verdict audit/);
  });

  it('keeps the client id of a role that is created anew within 30 days', async () => {
    const again = `${role('')}  - settle\n  - deleteRole: { account: payments-eu, role: web-deployer }\n  - settle\n`;
    const { out, code } = await play(
      `${again}${role('')}  - settle\n  - expect: { applications: 1, retiredApplications: 0, audiences: { payments-eu: 1 } }\n`,
    );
    expect(code).toBe(0);
    const ids = [...out.matchAll(/clientId (\S+)/g)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('answers a machine in JSON alone', async () => {
    const ran = await play('  - settle\n', '-o', 'json');
    expect(JSON.parse(ran.out)).toMatchObject({
      scenario: 'a case',
      failed: 0,
      steps: [{ title: 'let the factory work' }],
    });
  });

  it.each([
    ['an unknown step', '  - stroll: 3\n', 'unknown-key'],
    ['a step of two', '  - { settle: {}, expect: {} }\n', 'wrong-'],
    ['an unknown account', '  - deleteRole: { account: nowhere, role: x }\n', 'unknown-account'],
    ['an unknown provider', role('').replace('entra-prod', 'entra-test'), 'unknown-identity-provider'],
  ])('refuses a scenario with %s', async (_what, steps, code) => {
    const ran = await play(steps);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(code);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  it('says so where there is no such file', async () => {
    await withSample(async (folder) => {
      const ran = await rehearse(folder, path.join(folder, 'nothing.yaml'));
      expect(ran.code).toBe(1);
      expect(ran.err).toContain('not-readable');
    });
  });
});
