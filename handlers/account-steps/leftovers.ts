import { pauseScopes } from '../../federation/pauses';
import { currentFacts, type BindingRecord } from '../../federation/records';
import { isLive } from '../../federation/standing';
import type { Retirement } from '../../schemas/generated/events/retirement.types';
import type { AccountStepsPorts } from './ports';

/** What a binding leaves behind when it ends, for the steps that remove it. */
export interface Leftovers {
  readonly identityProvider: string;
  readonly audience: string | null;
  readonly retirement: Retirement;
}

/**
 * A caller of the role's own goes with it; one that others share stays, and what is not the factory's is never touched.
 * Of an identity provider that the YAML no longer names, only the trust policy is in reach.
 */
export const leftoversOf = async (
  { account, policy: boundBy, identityProvider, audience, caller, uniqueName, onDelete }: BindingRecord,
  { policy, table }: Pick<AccountStepsPorts, 'policy' | 'table'>,
): Promise<Leftovers> => {
  const facts = currentFacts(await table.readAccount(account), policy.accounts[account]);
  const isKnown = policy.identityProviders.some(({ name }) => name === identityProvider);
  return {
    identityProvider,
    audience: isKnown ? (audience ?? null) : null,
    retirement: {
      identityProvider,
      uniqueNames: isKnown && caller === 'own-application' && uniqueName !== undefined ? [uniqueName] : [],
      onDelete,
      ...(facts !== undefined && { within: pauseScopes(facts, policy, [boundBy]) }),
    },
  };
};

/** Whether another role of the account needs an audience too. */
export const isShared = async (
  { account, roleName, identityProvider, audience }: BindingRecord,
  { table }: AccountStepsPorts,
): Promise<boolean> =>
  (await table.listBindings(account)).some(
    (other) =>
      isLive(other) &&
      other.roleName.toLowerCase() !== roleName.toLowerCase() &&
      other.identityProvider === identityProvider &&
      other.audience === audience &&
      other.state !== 'gone' &&
      other.state !== 'released',
  );
