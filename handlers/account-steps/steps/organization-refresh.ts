import { asksForAccountTags } from '../../../federation/account-tags';
import type { AccountFacts } from '../../../federation/compiled-policy';
import { Failure } from '../../../federation/failures';
import { leaseUntil } from '../../../federation/leases';
import type { OrganizationView } from '../../../federation/organization';
import {
  eachOf,
  walkOrganization,
  type OrganizationTree,
  type TreeAccount,
} from '../../../federation/organization-tree';
import { currentFacts, lockedText, type AccountRecord, type BindingRecord } from '../../../federation/records';
import { isLive } from '../../../federation/standing';
import { outOfScope } from '../../../federation/verdict';
import { keptName, observeFacts, withReading } from '../observe-facts';
import { accountStep, type AccountStepsPorts } from '../ports';
import { takeReconcileTurn } from '../reconcile-turn';
import { requestWorkflows, type Wanted } from '../requests';
import type { StepOutputs } from '../../step';

const hour = 3_600_000;
const day = 24 * hour;

/** A reading that says what the one before did is written anew only so often: it is kept for `readingHolds`. */
const renewedAfter = 7 * day;

/** Where AWS Organizations cannot be read any more, a reading counts for so long, and then the lock file does again. */
const readingHolds = 30 * day;

/** An account that was to be made ready and is not, so long after it was begun, is begun with anew. */
const bootstrapPatience = 20 * hour;

/** So many accounts have their tags read in one run, those that were read longest ago first. */
const tagReadings = 200;

/**
 * Reads the whole organization, a few calls a unit, and keeps what differs from what was known. An account that has come
 * into scope or left it, and whose event was lost, gets the workflow that its event would have started. It is the first step
 * of a run, so it is here that the run waits for its turn.
 */
export const organizationRefresh = accountStep(
  'organization.refresh',
  async ({ request }, ports): Promise<StepOutputs<'organization.refresh'>> => {
    const { trigger } = request.event;
    if ((await takeReconcileTurn(request, (now) => leaseUntil(trigger, now), ports)) === 'overtaken')
      return { read: 'no', changed: 0 };
    const since = ports.clock.now();
    const records = new Map((await ports.table.listAccounts()).map((record) => [record.id, record]));
    const read = await readTree(ports);
    if (read === undefined) return { read: 'no', changed: await giveUpOldReadings(records, since, ports) };

    const { view, tree } = read;
    const seen = new Set(tree.accounts.map(({ id }) => id));
    const tagged = await readTags(tree.accounts, records, view, ports);
    const wanted: Wanted[] = [];
    let changed = 0;
    const note = async (before: AccountFacts | undefined, after: AccountFacts): Promise<void> => {
      if (!isSame(before, after)) changed += 1;
      const trigger = await triggerFor(before, after, records.get(after.id), since, ports);
      if (trigger !== undefined) wanted.push({ trigger, account: after.id });
    };
    await eachOf(tree.accounts, async (account) => {
      const record = records.get(account.id);
      const before = currentFacts(record, ports.policy.accounts[account.id]);
      const name = keptName(before, account.name);
      const after = factsOf({ ...account, name }, tagged.get(account.id) ?? before?.tags ?? {}, ports);
      if (isToWrite(record, after, since, ports)) {
        const latest = await ports.table.readAccount(account.id);
        // Whoever has read the account during the walk has seen where it is by now, and does what is to be done for it.
        if (latest?.reading !== undefined && Date.parse(latest.reading.at) > since.getTime()) return;
        await ports.table.writeAccount(withReading(latest, after, ports));
      }
      await note(before, after);
    });
    const known = new Set([...records.keys(), ...Object.keys(ports.policy.accounts)]);
    await eachOf(
      [...known].filter((id) => !seen.has(id)),
      async (id) => {
        const before = currentFacts(records.get(id), ports.policy.accounts[id]);
        if (before?.departed === 'left') return;
        // That a listing lacks an account proves nothing: it may be on its way from one unit to another.
        const after = await observeFacts(id, ports);
        if (after !== undefined) await note(before, after);
      },
    );
    await requestWorkflows(wanted, request, since, ports);
    return { read: 'yes', changed };
  },
);

/** Undefined where the factory is not let in: the reconcile that comes next goes by what is known. */
const readTree = async ({
  organizations,
}: AccountStepsPorts): Promise<{ readonly view: OrganizationView; readonly tree: OrganizationTree } | undefined> => {
  try {
    const view = await organizations.open();
    return view && { view, tree: await walkOrganization(view) };
  } catch (error) {
    if (error instanceof Failure && error.code === 'AccessDenied') return undefined;
    throw error;
  }
};

/** Units that the lock file knows are called as it calls them, because the policies mean them so. */
const factsOf = (
  { id, name, unit, isClosed }: TreeAccount,
  tags: AccountFacts['tags'],
  { policy }: AccountStepsPorts,
): AccountFacts => ({
  id,
  name,
  organizationalUnit: policy.organizationalUnits[unit.id] ?? unit.path,
  tags,
  ...(isClosed && { departed: 'closed' as const }),
});

const readTags = async (
  accounts: readonly TreeAccount[],
  records: ReadonlyMap<string, AccountRecord>,
  view: OrganizationView,
  ports: AccountStepsPorts,
): Promise<ReadonlyMap<string, AccountFacts['tags']>> => {
  if (!asksForAccountTags(ports.policy)) return new Map();
  const readAt = ({ id }: TreeAccount): string => records.get(id)?.reading?.at ?? '';
  const due = accounts
    .filter((account) => outOfScope(factsOf(account, {}, ports), ports.policy) === undefined)
    .sort((one, other) => (readAt(one) < readAt(other) ? -1 : 1))
    .slice(0, tagReadings);
  return new Map(await eachOf(due, async ({ id }) => [id, await view.listTags(id)] as const));
};

const isToWrite = (
  record: AccountRecord | undefined,
  after: AccountFacts,
  now: Date,
  { policy }: AccountStepsPorts,
): boolean =>
  record?.reading === undefined ||
  !isSame(record, after) ||
  record.reading.locked !== lockedText(policy.accounts[after.id]) ||
  now.getTime() - Date.parse(record.reading.at) >= (asksForAccountTags(policy) ? 0 : renewedAfter);

const isSame = (one: AccountFacts | undefined, other: AccountFacts): boolean =>
  one !== undefined && lockedText(one) === lockedText(other) && one.departed === other.departed;

/**
 * What an account's event would have started, where it was lost. Where other policies have left an account out, no event
 * has: its bindings are left to the run, whose guard counts them, and what is kept of the account goes behind them.
 */
const triggerFor = async (
  before: AccountFacts | undefined,
  after: AccountFacts,
  record: AccountRecord | undefined,
  now: Date,
  { policy, table }: AccountStepsPorts,
): Promise<'account-vended' | 'account-released' | undefined> => {
  const isIn = outOfScope(after, policy) === undefined;
  const wasIn = before !== undefined && outOfScope(before, policy) === undefined;
  if (!isIn) {
    if (wasIn) return 'account-released';
    if (record?.bootstrap === undefined) return undefined;
    const isToGo = (binding: BindingRecord): boolean => isLive(binding) && binding.state !== 'revoked';
    return (await table.listBindings(after.id)).some(isToGo) ? undefined : 'account-released';
  }
  if (!wasIn) return 'account-vended';
  const { begunAt, readyAt } = record?.bootstrap ?? {};
  const isStuck =
    begunAt !== undefined && readyAt === undefined && now.getTime() - Date.parse(begunAt) >= bootstrapPatience;
  return isStuck ? 'account-vended' : undefined;
};

/** Without the reader role the lock file counts again where a reading is too old; whoever runs the factory is told. */
const giveUpOldReadings = async (
  records: ReadonlyMap<string, AccountRecord>,
  now: Date,
  { table, outcomes, policy }: AccountStepsPorts,
): Promise<number> => {
  const read = [...records.values()].flatMap(({ reading, ...rest }) => (reading ? [{ reading, rest }] : []));
  const lastReadAt = read
    .map(({ reading }) => reading.at)
    .sort()
    .at(-1);
  if (lastReadAt === undefined) return 0;
  const old = read.filter(({ reading }) => now.getTime() - Date.parse(reading.at) >= readingHolds);
  for (const { rest } of old) await table.writeAccount(rest);
  await outcomes.publish({
    type: 'Organization Not Read',
    detail: {
      account: policy.organization.managementAccount,
      lastReadAt,
      next: 'Run `oidc-factory deploy hook` in the management account. What was read before counts for 30 days; from then on the lock file does.',
    },
  });
  return old.length;
};
