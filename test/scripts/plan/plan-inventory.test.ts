import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CompiledPolicy } from '../../../federation/compiled-policy';
import { renderInventory } from '../../../scripts/inventory';
import { planInventory, type Planned } from '../../../scripts/plan/plan-inventory';
import { answerPart, type PartRequest } from '../../../scripts/plan/plan-part';
import { compiled, facts, role } from '../../federation/support/cases';

const accounts = ['444444444441', '444444444442', '444444444443'].map((id) => ({
  inventory: 'oidc-factory/v1' as const,
  observedAt: '2027-01-05T02:00:00.000Z',
  account: { ...facts, id },
  roles: [
    role({ arn: `arn:aws:iam::${id}:role/ci/web-deployer`, trustPolicy: role().trustPolicy.replaceAll(facts.id, id) }),
  ],
  providers: [],
  callers: [],
  bindings: [],
  sightings: [],
}));

/** Plans for an inventory of some text, of which a part is given to somebody else. */
const planned = async (
  text: string,
  sharing?: Parameters<typeof planInventory>[1],
  policy: CompiledPolicy = compiled(),
): Promise<Planned> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oidc-factory-'));
  try {
    const file = path.join(folder, 'inventory.jsonl');
    await writeFile(file, text);
    const answer = await planInventory({ file, wanted: { policy }, now: '2027-01-05T02:00:00.000Z' }, sharing);
    return JSON.parse(JSON.stringify(answer).replaceAll(file, 'inventory.jsonl')) as Planned;
  } finally {
    await rm(folder, { recursive: true });
  }
};

const inventory = renderInventory(accounts);

/** Those of the inventory, one more, and one that is left out. */
const ids = [...accounts.map(({ account }) => account.id), '444444444448', '444444444449'];

it.each([
  ['a plan', inventory],
  ['what is wrong', `${inventory}nonsense\n${inventory}`],
])('shared between two, it answers %s as one alone does', async (_, text) => {
  const given: PartRequest[] = [];
  const planElsewhere = (request: PartRequest) => {
    given.push(structuredClone(request));
    return answerPart(request);
  };
  expect(await planned(text, { from: 1, planElsewhere })).toEqual(await planned(text));
  expect(given).toHaveLength(1);
  expect(given[0]?.range?.start).toBeGreaterThan(0);
});

it('plans something for every account', async () => {
  expect(await planned(inventory)).toMatchObject({ summary: { create: 6 }, inventory: { accounts: 3, roles: 3 } });
});

it('names the accounts in scope that the inventory lacks', async () => {
  const policy = compiled();
  const targets = { ...policy.targets, excludedAccounts: ['444444444449'] };
  const known = Object.fromEntries(ids.map((id) => [id, { ...facts, id }]));
  expect(await planned(inventory, undefined, { ...policy, targets, accounts: known })).toMatchObject({
    inventory: { accounts: 3, notObserved: ['444444444448'] },
  });
});

it('answers the code of the file system where the other one cannot read on', async () => {
  const planElsewhere = () => Promise.resolve({ unreadable: 'EIO' });
  expect(await planned(inventory, { from: 1, planElsewhere })).toEqual({ unreadable: 'EIO' });
});

it('answers the code of the file system, so that it arrives from another thread', async () => {
  const request = { wanted: { policy: compiled() }, now: '2027-01-05T02:00:00.000Z' };
  expect(await answerPart({ ...request, file: 'nowhere.jsonl' })).toEqual({ unreadable: 'ENOENT' });
  expect(await answerPart({ ...request, file: '.' })).toEqual({ unreadable: 'EISDIR' });
});
