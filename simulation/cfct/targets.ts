import type { AccountFacts } from '../../federation/compiled-policy';
import type { Organization } from '../organization';
import type { StackSet } from './manifest';

/**
 * The accounts that a resource is deployed to, by id. A unit means the accounts directly in it; `Root` means every
 * account but the management account; what does not exist or is closed is passed over without a word,
 * as CfCT does.
 */
export const accountsOf = (stackSet: StackSet, organization: Organization): readonly AccountFacts[] => {
  const byName = stackSet.accounts.map((target) => organization.find(target)?.id);
  const isIn = (account: AccountFacts, unit: string): boolean =>
    unit === 'Root' ? account.id !== organization.managementAccount : account.organizationalUnit === pathOf(unit);
  return organization
    .accounts()
    .filter(({ id }) => !organization.isClosed(id) && !organization.isWithoutBaseline(id))
    .filter(
      (account) => byName.includes(account.id) || stackSet.organizationalUnits.some((unit) => isIn(account, unit)),
    );
};

const pathOf = (unit: string): string => `/${unit.split(':').join('/')}`;
