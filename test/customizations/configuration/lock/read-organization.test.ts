import { loadConfiguration, readOrganization, renderLockFile } from '../../../../customizations/configuration';
import { Failure } from '../../../../federation/failures';
import type { OrganizationReader } from '../../../../federation/organization';
import { edited } from '../sample';

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly accounts?: Readonly<Record<string, string>>;
  readonly units?: readonly Unit[];
}

/** An organization in memory; account names that begin with `closed` are not active. */
const organizationOf = (
  root: Unit,
  tags: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): OrganizationReader => {
  const find = (id: string, unit: Unit = root): Unit | undefined =>
    unit.id === id ? unit : unit.units?.map((below) => find(id, below)).find((found) => found !== undefined);
  return {
    describeOrganization: () => Promise.resolve('o-a1b2c3d4e5'),
    listRoots: () => Promise.resolve([root.id]),
    listOrganizationalUnitsForParent: (parent) =>
      Promise.resolve((find(parent)?.units ?? []).map(({ id, name }) => ({ id, name }))),
    listAccountsForParent: (parent) =>
      Promise.resolve(
        Object.entries(find(parent)?.accounts ?? {}).map(([id, name]) => ({
          id,
          name,
          isActive: !name.startsWith('closed'),
          isClosed: name.startsWith('closed'),
        })),
      ),
    listTags: (account) => Promise.resolve(tags[account] ?? {}),
  };
};

const lockFile = 'config/organization.lock.yaml';

it('reads the tree, the active accounts and their tags', async () => {
  const reader = organizationOf(
    {
      id: 'r-ab12',
      name: 'Root',
      accounts: { '111111111111': 'Management' },
      units: [
        {
          id: 'ou-ab12-workload',
          name: 'Workloads',
          units: [
            {
              id: 'ou-ab12-workprod',
              name: 'Prod',
              accounts: { '444444444444': 'payments-us', '888888888888': 'closed' },
            },
          ],
        },
        { id: 'ou-ab12-sandbox0', name: 'Sandbox' },
      ],
    },
    { '444444444444': { 'cost-center': 'payments' } },
  );
  const { snapshot, diagnostics } = await readOrganization(reader, lockFile);
  expect(diagnostics).toEqual([]);
  expect(snapshot?.organizationalUnits.map(({ path }) => path).sort()).toEqual([
    '/',
    '/Sandbox',
    '/Workloads',
    '/Workloads/Prod',
  ]);
  expect(snapshot?.accounts).toEqual([
    { id: '111111111111', name: 'Management', organizationalUnit: '/', tags: {} },
    {
      id: '444444444444',
      name: 'payments-us',
      organizationalUnit: '/Workloads/Prod',
      tags: { 'cost-center': 'payments' },
    },
  ]);
});

it('makes a lock file that loads', async () => {
  const accounts = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [String(500000000000 + i), `account ${i}`]));
  const reader = organizationOf({
    id: 'r-ab12',
    name: 'Root',
    accounts: {
      '111111111111': 'Management',
      '222222222222': 'Identity',
      '333333333333': 'a',
      '444444444444': 'payments-us',
    },
    units: [
      { id: 'ou-ab12-sandbox0', name: 'Sandbox', accounts },
      { id: 'ou-ab12-workload', name: 'Workloads', units: [{ id: 'ou-ab12-workprod', name: 'Prod' }] },
    ],
  });
  const { snapshot } = await readOrganization(reader, lockFile);
  const { configuration, diagnostics } = loadConfiguration(
    edited({ 'organization.lock.yaml': renderLockFile(snapshot!) }),
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(['needless-binding', 'needless-exclusion']);
  expect(configuration?.lock.value.accounts).toHaveLength(34);
});

it('refuses units whose names a path cannot have, all at once', async () => {
  const reader = organizationOf({
    id: 'r-ab12',
    name: 'Root',
    units: [
      { id: 'ou-ab12-aaaaaaaa', name: 'R/D' },
      { id: 'ou-ab12-bbbbbbbb', name: 'Fine', units: [{ id: 'ou-ab12-cccccccc', name: 'a:b' }] },
    ],
  });
  const { snapshot, diagnostics } = await readOrganization(reader, lockFile);
  expect(snapshot).toBeUndefined();
  expect(diagnostics.map(({ file, code }) => [file, code])).toEqual([
    [lockFile, 'wrong-value'],
    [lockFile, 'wrong-value'],
  ]);
  expect(diagnostics.map(({ message }) => message).join()).toMatch(/R\/D.*ou-ab12-aaaaaaaa.*a:b.*below `\/Fine`/s);
});

it('keeps an account once that is moved meanwhile', async () => {
  const reader = organizationOf({
    id: 'r-ab12',
    name: 'Root',
    accounts: { '111111111111': 'a' },
    units: [{ id: 'ou-ab12-aaaaaaaa', name: 'A', accounts: { '111111111111': 'a' } }],
  });
  expect((await readOrganization(reader, lockFile)).snapshot?.accounts).toHaveLength(1);
});

it('hands failures on', async () => {
  const reader = {
    ...organizationOf({ id: 'r-ab12', name: 'Root', accounts: { '111111111111': 'a' } }),
    listTags: () => Promise.reject(new Failure('Throttled', 'Slow.')),
  };
  await expect(readOrganization(reader, lockFile)).rejects.toMatchObject({ code: 'Throttled' });
});
