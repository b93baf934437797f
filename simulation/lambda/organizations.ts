import { roleArn } from '../../federation/arn';
import { names } from '../../federation/names';
import type { ListedAccount, OrganizationView } from '../../federation/organization';
import type { Organizations } from '../../federation/ports';
import { AwsError } from '../errors';
import type { RoleSession } from '../iam';
import { called } from './called';
import type { RunningFunction } from './running-function';
import type { Surroundings } from './surroundings';

/** A session is used again for so long; it would last an hour. */
const keptSeconds = 3300;

/** AWS Organizations, through the reader role in the management account. */
export const organizations = (running: RunningFunction, surroundings: Surroundings): Organizations => {
  const { world, sts } = surroundings;
  const { partition, managementAccount } = world.organization;
  const arn = roleArn(partition, managementAccount, '/', names.organizationReader);
  let session: { readonly view: OrganizationView; readonly until: number } | undefined;
  const begin = (now: number): OrganizationView | undefined => {
    running.instance.before('sts', 'AssumeRole');
    try {
      const principal = sts.assumeRole(running.principal, arn, running.deployed.name);
      session = { view: viewOf(principal, running, surroundings), until: now + keptSeconds * 1000 };
      return session.view;
    } catch (error) {
      if (error instanceof AwsError && error.code === 'AccessDenied') return undefined;
      throw error;
    }
  };
  return {
    open: async () => {
      const now = world.clock.now().getTime();
      if (session !== undefined && session.until > now) return session.view;
      return called('The organization reader cannot be assumed.', () => begin(now));
    },
  };
};

const viewOf = (
  principal: RoleSession,
  { instance }: RunningFunction,
  { world, authorizer }: Surroundings,
): OrganizationView => {
  const { organization } = world;
  const { partition, managementAccount, id } = organization;
  const arnOf = (resource: string): string => {
    const kind = resource.startsWith('r-') ? 'root' : resource.startsWith('ou-') ? 'ou' : 'account';
    return `arn:${partition}:organizations::${managementAccount}:${kind}/${id}/${resource}`;
  };
  const call = <T>(operation: string, resource: string | undefined, work: () => T): Promise<T> =>
    called(`AWS Organizations cannot be read by ${operation}.`, () => {
      instance.before('organizations', operation);
      world.calls.count('organizations', operation);
      const on = resource === undefined ? '*' : arnOf(resource);
      authorizer.require(principal, `organizations:${operation}`, on);
      return work();
    });
  const pathOf = (unit: string): string => organization.units().find((one) => one.id === unit)?.path ?? '';
  const listed = (account: { readonly id: string; readonly name: string }): ListedAccount => {
    const isClosed = organization.isClosed(account.id);
    return { id: account.id, name: account.name, isActive: !isClosed, isClosed };
  };
  return {
    listRoots: () =>
      call('ListRoots', undefined, () =>
        organization
          .units()
          .filter(({ path }) => path === '/')
          .map((root) => root.id),
      ),
    listOrganizationalUnitsForParent: (parent) =>
      call('ListOrganizationalUnitsForParent', parent, () =>
        organization
          .units()
          .filter(({ path }) => path !== '/' && parentPath(path) === pathOf(parent))
          .map((unit) => ({ id: unit.id, name: nameOf(unit.path) })),
      ),
    listAccountsForParent: (parent) =>
      call('ListAccountsForParent', parent, () =>
        organization
          .accounts()
          .filter(({ organizationalUnit }) => organizationalUnit === pathOf(parent))
          .map(listed),
      ),
    listTags: (account) => call('ListTagsForResource', account, () => organization.account(account).tags),
    describeAccount: (account) =>
      call('DescribeAccount', account, () => {
        const found = organization.accounts().find((one) => one.id === account);
        return found === undefined ? undefined : listed(found);
      }),
    parentOf: (child) =>
      call('ListParents', child, () =>
        child.startsWith('ou-')
          ? organization.unit(parentPath(pathOf(child))).id
          : organization.unit(organization.account(child).organizationalUnit).id,
      ),
    describeOrganizationalUnit: (unit) => call('DescribeOrganizationalUnit', unit, () => nameOf(pathOf(unit))),
  };
};

const parentPath = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
