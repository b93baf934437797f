import { asksForAccountTags } from '../../federation/account-tags';
import type { AccountFacts } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { OrganizationView } from '../../federation/organization';
import { isUnitName, pathBelow } from '../../federation/organization-tree';
import { currentFacts, lockedText, type AccountRecord } from '../../federation/records';
import type { AccountStepsPorts } from './ports';

type Ports = Pick<AccountStepsPorts, 'organizations' | 'table' | 'policy' | 'clock'>;

/**
 * Reads an account from AWS Organizations and keeps what was read; undefined where AWS Organizations cannot be read.
 * @throws Failure `AccountUnknown` where the account is in a unit whose name no path can have.
 */
export const observeFacts = async (account: string, ports: Ports): Promise<AccountFacts | undefined> => {
  const view = await ports.organizations.open();
  if (view === undefined) return undefined;
  const before = await ports.table.readAccount(account);
  const known = currentFacts(before, ports.policy.accounts[account]);
  const seen = await readAccount(account, known, view, ports);
  const facts = seen ?? {
    ...(known ?? { id: account, name: account, organizationalUnit: '/', tags: {} }),
    departed: 'left',
  };
  // Of an account that nobody has heard of there is nothing to keep.
  if (seen !== undefined || known !== undefined) await ports.table.writeAccount(withReading(before, facts, ports));
  return facts;
};

/** What is kept of a reading: the facts are the new ones, the rest is what was kept before. */
export const withReading = (
  before: AccountRecord | undefined,
  { id, name, organizationalUnit, tags, departed }: AccountFacts,
  { policy, clock }: Pick<Ports, 'policy' | 'clock'>,
): AccountRecord => ({
  id,
  name,
  organizationalUnit,
  tags,
  ...(departed !== undefined && { departed }),
  reading: { at: clock.now().toISOString(), locked: lockedText(policy.accounts[id]) },
  ...(before?.access !== undefined && { access: before.access }),
  ...(before?.bootstrap !== undefined && { bootstrap: before.bootstrap }),
});

/** Undefined where it is no account of the organization. */
const readAccount = async (
  account: string,
  known: AccountFacts | undefined,
  view: OrganizationView,
  { policy }: Pick<Ports, 'policy'>,
): Promise<AccountFacts | undefined> => {
  const described = await view.describeAccount(account);
  if (described === undefined) return undefined;
  const organizationalUnit = await pathOf(await view.parentOf(account), account, view, policy.organizationalUnits);
  const tags = asksForAccountTags(policy) ? await view.listTags(account) : (known?.tags ?? {});
  return {
    id: account,
    name: keptName(known, described.name),
    organizationalUnit,
    tags,
    ...(described.isClosed && { departed: 'closed' as const }),
  };
};

/**
 * The name of an account: where one is known, only the lock file changes it. The administrators of an account can give it
 * another name, and must not choose by it which policies are for the account; its unit and tags they cannot change.
 * Source: the reference of AWS Account Management, `PutAccountName`.
 */
export const keptName = (known: Pick<AccountFacts, 'name'> | undefined, read: string): string => known?.name ?? read;

/** The path of a unit: that of the lock file, by which the policies mean it; of a newer one the names up to the root. */
const pathOf = async (
  unit: string,
  account: string,
  view: OrganizationView,
  known: Readonly<Record<string, string>>,
): Promise<string> => {
  const path = known[unit];
  if (path !== undefined) return path;
  if (unit.startsWith('r-')) return '/';
  const name = await view.describeOrganizationalUnit(unit);
  if (!isUnitName(name)) {
    throw new Failure(
      'AccountUnknown',
      `The account ${account} is in or below the organizational unit ${name} (${unit}), which no path can name.`,
    );
  }
  return pathBelow(await pathOf(await view.parentOf(unit), account, view, known), name);
};
