import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Admitted } from '../../../federation/plan';
import type { InventoryAccount } from '../../../schemas/generated/inventory/account.types';
import { renderInventory } from '../../../scripts/inventory';
import {
  account,
  audience,
  document,
  githubCondition,
  githubStatement,
  host,
  type Json,
  placeholder,
  provider,
  subject,
} from '../../federation/support/cases';
import { command, edit, snapshot, withSample } from '../support';

const pinned = (at: string, change: Json = {}): string =>
  document({
    Effect: 'Allow',
    Principal: { Federated: provider.arn.replace(account, at) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject, ...change } },
  });

const roleOf = (at: string, name: string, trustPolicy = pinned(at), rolePath = '/ci/') => ({
  arn: `arn:aws:iam::${at}:role${rolePath}${name}`,
  name,
  path: rolePath,
  roleId: `AROA${at}${name}`,
  trustPolicy,
  maxSessionDurationSeconds: 3600,
  permissionsBoundary: `arn:aws:iam::${at}:policy/ci-boundary`,
  tags: { team: 'web' },
});

const accountOf = (id: string, roles: InventoryAccount['roles'], audiences = [audience]): InventoryAccount => ({
  inventory: 'oidc-factory/v1',
  observedAt: '2027-01-05T02:00:00.000Z',
  account: { id, name: 'x', organizationalUnit: '/', tags: {} },
  roles,
  providers: [{ arn: provider.arn.replace(account, id), issuer: `https://${host}`, audiences }],
  callers: [],
  bindings: [],
  sightings: [],
});

/** Two roles that pin everything, in two accounts, one of them under a policy with callers of its own; and one that is open. */
const usual: readonly InventoryAccount[] = [
  accountOf(account, [
    roleOf(account, 'web-deployer'),
    roleOf(
      account,
      'open',
      document((JSON.parse(pinned(account)) as { Statement: Json[] }).Statement[0], {
        Effect: 'Allow',
        Principal: { Federated: provider.arn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${host}:aud`]: audience } },
      }),
    ),
  ]),
  accountOf('555555555555', [roleOf('555555555555', 'web-deployer', pinned('555555555555'), '/')]),
  accountOf('666666666666', [], [placeholder]),
];

const withInventory = (
  accounts: readonly InventoryAccount[],
  work: (folder: string, run: (...words: readonly string[]) => ReturnType<typeof command>) => Promise<void>,
): Promise<void> =>
  withSample(async (folder) => {
    const inventory = path.join(folder, 'inventory.jsonl');
    await writeFile(inventory, renderInventory(accounts));
    const run = (name = 'import', ...words: readonly string[]) =>
      command(name, ...words, '--config', path.join(folder, 'config'), '--inventory', inventory);
    await work(folder, run);
  });

const files = (folder: string) => snapshot(path.join(folder, 'config'));
const imported = 'policies/imported.yaml';
const written = `# Written by \`oidc-factory import\`: roles that were federated by hand, as they are.
# They only report. With \`enforcement: enforce\` the factory takes the roles over, and writes nothing to them for that.
apiVersion: oidc-factory/v1
kind: Policies
policies:
  - name: imported-1
    priority: 98
    match:
      accounts:
        ids:
          - '555555555555'
      roles:
        names:
          - web-deployer
        paths:
          - /
    identityProvider: entra-prod
    caller:
      existing:
        - ${subject}
      audience: ${audience}
    enforcement: audit
  - name: imported-2
    priority: 99
    match:
      accounts:
        ids:
          - '${account}'
      roles:
        names:
          - web-deployer
        paths:
          - /ci/
    identityProvider: entra-prod
    caller:
      existing:
        - ${subject}
      audience: ${audience}
    limits:
      maxSessionDuration: 1h
      requirePermissionsBoundary: true
    enforcement: audit
`;

describe('import', () => {
  it('writes the roles as they are, and leaves every other byte', () =>
    withInventory(usual, async (folder, run) => {
      const before = await files(folder);
      const { code, out } = await run();
      const after = await files(folder);
      expect([code, Object.keys(after).toSorted()]).toEqual([0, [...Object.keys(before), imported].toSorted()]);
      const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
      expect(changed).toEqual(['identity-providers.yaml']);
      expect(after['identity-providers.yaml']).toBe(
        before['identity-providers.yaml']?.replace('existingIn: []', `existingIn: ['${account}', '555555555555']`),
      );
      expect(out).toMatch(new RegExp(`not imported {2}${account}/open {2}trust-subject-missing`));
      expect(out).toContain('2 roles in 2 policies; 1 not imported');
      expect(after[imported]).toBe(written);
      expect((await command('validate', '--config', path.join(folder, 'config'))).code).toBe(0);
    }));

  it('has nothing done to them, and changes nobody who may assume them', () =>
    withInventory(usual, async (_folder, run) => {
      const whoCan = async () => {
        const { out } = await run('who-can', 'web-deployer', '--account', account, '-o', 'json');
        return (JSON.parse(out) as { admitted: Admitted[] }).admitted.map((each) =>
          JSON.stringify({ ...each, namedBy: '' }),
        );
      };
      const before = await whoCan();
      await run();
      expect(await whoCan()).toEqual(before);
      const { out } = await run('plan', '-o', 'json');
      const plan = JSON.parse(out) as {
        accounts: { actions: { role?: string }[]; findings: { id: string; role?: string }[] }[];
      };
      expect(plan.accounts.flatMap(({ actions }) => actions).filter(({ role }) => role === 'web-deployer')).toEqual([]);
      const found = plan.accounts.flatMap(({ findings }) => findings).filter(({ role }) => role === 'web-deployer');
      expect([...new Set(found.map(({ id }) => id))]).toEqual(['enforcement-audit']);
    }));

  it('changes nothing the second time', () =>
    withInventory(usual, async (folder, run) => {
      await run();
      const before = await files(folder);
      const { code, out } = await run();
      expect([code, await files(folder)]).toEqual([0, before]);
      expect(out).toContain('unchanged');
      expect(out).not.toContain('added');
    }));

  it('does not write over what somebody has edited, unless it is told to', () =>
    withInventory(usual, async (folder, run) => {
      await run();
      const first = await files(folder);
      await edit(folder, `config/${imported}`, 'enforcement: audit', 'enforcement: enforce');
      const edited = await files(folder);
      const { code, err } = await run();
      expect([code, await files(folder)]).toEqual([1, edited]);
      expect(err).toMatch(/file-differs.*--force/);
      expect((await run('import', '--force')).code).toBe(0);
      expect(await files(folder)).toEqual(first);
    }));

  it('takes roles that it had imported under another name for managed', () =>
    withInventory(usual, async (folder, run) => {
      await run();
      const { [imported]: text = '' } = await files(folder);
      await writeFile(path.join(folder, 'config/policies/by-hand.yaml'), text.replaceAll('imported-', 'by-hand-'));
      await writeFile(path.join(folder, 'config', imported), '');
      const { code, err } = await run();
      expect([code, err]).toEqual([1, expect.stringContaining('or delete it')]);
    }));

  it('writes into another folder', () =>
    withInventory(usual, async (folder, run) => {
      const before = await files(folder);
      const into = path.join(folder, 'elsewhere');
      await mkdir(into);
      expect((await run('import', '--into', into)).code).toBe(0);
      expect(await files(folder)).toEqual(before);
      expect(Object.keys(await snapshot(into)).toSorted()).toEqual(['identity-providers.yaml', imported]);
    }));

  it.each<[string, string, string, string, RegExp]>([
    [
      'there is no room before the other policies',
      'policies/workloads.yaml',
      'priority: 100',
      'priority: 1',
      /from 3 on/,
    ],
    [
      'the name is taken',
      'policies/sandbox.yaml',
      'name: sandbox',
      'name: imported-1',
      /duplicate-name[^]*nothing was written/,
    ],
    ['the configuration is wrong', 'organization.yaml', 'o-a1b2c3d4e5', 'nonsense', /is not valid/],
  ])('writes nothing where %s', (_what, file, before, after, message) =>
    withInventory(usual, async (folder, run) => {
      await edit(folder, `config/${file}`, before, after);
      const files_ = await files(folder);
      const { code, err } = await run();
      expect([code, await files(folder)]).toEqual([1, files_]);
      expect(err).toMatch(message);
    }),
  );

  it('leaves a role alone that would still be refused', () =>
    withInventory(usual, async (folder, run) => {
      await edit(
        folder,
        'config/organization.yaml',
        'deliver: cfct',
        'deliver: cfct\npolicyDefaults:\n  limits: { bannedManagedPolicies: [AdministratorAccess] }',
      );
      const { out } = await run();
      expect(out).toMatch(/not imported {2}555555555555\/web-deployer .*managed policies of the role were not read/);
    }));

  it('brings outside issuers along where they are configured', () => {
    const trust = document(githubStatement(githubCondition()));
    return withInventory([accountOf(account, [roleOf(account, 'github', trust)])], async (folder, run) => {
      await edit(
        folder,
        'config/identity-providers.yaml',
        'identityProviders:\n',
        'identityProviders:\n  - { name: github, kind: github }\n',
      );
      expect((await run()).out).toContain('1 role in 1 policy');
      expect((await files(folder))[imported]).toContain('repo:acme/web:environment:prod');
    });
  });

  it.each<[string, (folder: string) => Promise<void>, RegExp]>([
    ['has a line that is none', (folder) => writeFile(path.join(folder, 'inventory.jsonl'), 'x\n'), /Line 1/],
    [
      'has an account twice',
      (folder) => writeFile(path.join(folder, 'inventory.jsonl'), renderInventory([usual[0]!, usual[0]!])),
      /line 1 already/,
    ],
  ])('imports nothing from an inventory that %s', (_what, change, message) =>
    withInventory(usual, async (folder, run) => {
      await change(folder);
      const { code, err } = await run();
      expect([code, err]).toEqual([1, expect.stringMatching(message)]);
      expect((await files(folder))[imported]).toBeUndefined();
    }),
  );

  it('answers for machines', () =>
    withInventory(usual, async (_folder, run) => {
      const { out } = await run('import', '-o', 'json');
      expect(JSON.parse(out)).toMatchObject({
        roles: 2,
        policies: 2,
        providers: { 'entra-prod': [account, '555555555555'] },
        leftOut: [{ account, role: 'open', finding: 'trust-subject-missing' }],
      });
    }));
});
