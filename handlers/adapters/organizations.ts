import {
  DescribeOrganizationCommand,
  type OrganizationsClient,
  OrganizationsServiceException,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListRoots,
  paginateListTagsForResource,
} from '@aws-sdk/client-organizations';
import { Failure } from '../../federation/failures';
import type { OrganizationReader } from '../../federation/organization';

/** AWS Organizations, read through the SDK with credentials of the management account or a delegated administrator. */
export const organizationReader = (client: OrganizationsClient): OrganizationReader => ({
  describeOrganization: () =>
    calling('DescribeOrganization', async () => {
      const { Organization } = await client.send(new DescribeOrganizationCommand({}));
      return present(Organization?.Id, 'DescribeOrganization');
    }),

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
      return accounts.map(({ Id, Name, State }) => ({
        id: present(Id, 'ListAccountsForParent'),
        name: present(Name, 'ListAccountsForParent'),
        // The older member `Status` was retired in September 2026.
        isActive: State === 'ACTIVE',
      }));
    }),

  listTags: (account) =>
    calling('ListTagsForResource', async () => {
      const tags = await all(paginateListTagsForResource({ client }, { ResourceId: account }), (page) => page.Tags);
      return Object.fromEntries(tags.map(({ Key, Value }) => [present(Key, 'ListTagsForResource'), Value ?? '']));
    }),
});

const all = async <Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
};

const present = (text: string | undefined, call: string): string => {
  if (text === undefined || text === '')
    throw new Failure('Unavailable', `AWS Organizations left something out of its answer to ${call}.`);
  return text;
};

const calling = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const name = error instanceof OrganizationsServiceException ? error.name : '';
    if (name === 'AccessDeniedException')
      throw new Failure('OrganizationsRefused', `AWS Organizations refuses ${call}.`, { cause: error });
    if (name === 'TooManyRequestsException')
      throw new Failure('Throttled', `AWS Organizations slows ${call} down.`, { cause: error });
    throw new Failure('Unavailable', `AWS Organizations did not answer ${call}.`, { cause: error });
  }
};
