import {
  type Account,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  type OrganizationsClient,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListParents,
  paginateListRoots,
  paginateListTagsForResource,
} from '@aws-sdk/client-organizations';
import { Failure } from '../../federation/failures';
import type { ListedAccount, OrganizationView } from '../../federation/organization';
import { nameOf } from './failures';

/** Makes a call, and a Failure of what it throws. */
export type Calling = <T>(call: string, run: () => Promise<T>) => Promise<T>;

/** The calls of AWS Organizations; lists are whole. */
export const organizationCalls = (client: OrganizationsClient, calling: Calling): OrganizationView => ({
  listRoots: () =>
    calling('ListRoots', async () => {
      const roots = await all(paginateListRoots({ client }, {}), (page) => page.Roots);
      return roots.map(({ Id }) => present(Id, 'ListRoots'));
    }),

  listOrganizationalUnitsForParent: (parent) =>
    calling('ListOrganizationalUnitsForParent', async () => {
      const pages = paginateListOrganizationalUnitsForParent({ client }, { ParentId: parent });
      const units = await all(pages, (page) => page.OrganizationalUnits);
      return units.map(({ Id, Name }) => ({
        id: present(Id, 'ListOrganizationalUnitsForParent'),
        name: present(Name, 'ListOrganizationalUnitsForParent'),
      }));
    }),

  listAccountsForParent: (parent) =>
    calling('ListAccountsForParent', async () => {
      const pages = paginateListAccountsForParent({ client }, { ParentId: parent });
      const accounts = await all(pages, (page) => page.Accounts);
      return accounts.map((account) => listed(account, 'ListAccountsForParent'));
    }),

  listTags: (account) =>
    calling('ListTagsForResource', async () => {
      const tags = await all(paginateListTagsForResource({ client }, { ResourceId: account }), (page) => page.Tags);
      return Object.fromEntries(tags.map(({ Key, Value }) => [present(Key, 'ListTagsForResource'), Value ?? '']));
    }),

  describeAccount: (account) =>
    calling('DescribeAccount', async () => {
      try {
        const { Account: described } = await client.send(new DescribeAccountCommand({ AccountId: account }));
        return listed(described ?? {}, 'DescribeAccount');
      } catch (error) {
        if (nameOf(error) === 'AccountNotFoundException') return undefined;
        throw error;
      }
    }),

  parentOf: (child) =>
    calling('ListParents', async () => {
      const [parent] = await all(paginateListParents({ client }, { ChildId: child }), (page) => page.Parents);
      return present(parent?.Id, 'ListParents');
    }),

  describeOrganizationalUnit: (unit) =>
    calling('DescribeOrganizationalUnit', async () => {
      const { OrganizationalUnit: described } = await client.send(
        new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unit }),
      );
      return present(described?.Name, 'DescribeOrganizationalUnit');
    }),
});

/** The older member `Status` was retired in September 2026. */
const listed = ({ Id, Name, State }: Account, call: string): ListedAccount => ({
  id: present(Id, call),
  name: present(Name, call),
  isActive: State === 'ACTIVE',
  isClosed: State === 'CLOSED' || State === 'SUSPENDED' || State === 'PENDING_CLOSURE',
});

const all = async <Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
};

/** @throws Failure `OrganizationsUnreachable` */
export const present = (text: string | undefined, call: string): string => {
  if (text === undefined || text === '')
    throw new Failure('OrganizationsUnreachable', `AWS Organizations left something out of its answer to ${call}.`);
  return text;
};
