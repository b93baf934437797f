import type { AccountFacts } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { AccountIam } from '../../federation/ports';
import type { AccountRecord, BindingRecord } from '../../federation/records';
import { accessPatience } from '../../federation/retries';
import { isLive } from '../../federation/standing';
import { outOfScope } from '../../federation/verdict';
import type { AccountStepsPorts } from './ports';

/** What came of entering an account. */
export type Entered<T> = { readonly kind: 'entered'; readonly value: T } | { readonly kind: 'lost' };

/**
 * Does something in an account that is out of scope. `lost`: the account is closed or has left the organization, so that
 * nobody is to enter it, or it has kept the factory out for longer than a passing disturbance. That it is denied proves
 * nothing by itself: that the account is out of scope does, and what is left there is told.
 * @param facts of an account that is out of scope.
 * @throws Failure `AccessWithheld` where it is denied, and may be granted yet; whatever else the work throws.
 */
export const enterLeft = async <T>(
  facts: AccountFacts,
  ports: AccountStepsPorts,
  work: (iam: AccountIam) => Promise<T>,
): Promise<Entered<T>> => {
  const { id: account } = facts;
  if (facts.departed === undefined) {
    try {
      const value = await work(await ports.accounts.open(account));
      return { kind: 'entered', value };
    } catch (error) {
      if (!isDenied(error)) throw error;
    }
  }
  const record: AccountRecord = (await ports.table.readAccount(account)) ?? facts;
  const now = ports.clock.now();
  const deniedSince = record.access?.deniedSince ?? now.toISOString();
  const waited = now.getTime() - Date.parse(deniedSince);
  const isLost = facts.departed !== undefined || waited >= accessPatience * 1000;
  const isNews = record.access?.isLost !== true;
  // Behind the saying: a run that breaks off in between says it once more, and never not at all.
  if (isLost && isNews) await tellLoss(facts, ports);
  if (isNews) await ports.table.writeAccount({ ...record, access: { deniedSince, isLost } });
  if (isLost) return { kind: 'lost' };
  throw new Failure('AccessWithheld', `The account ${account}, which is out of scope, keeps the factory out.`);
};

/** Does what nothing depends on; an account that keeps the factory out is let be. */
export const unlessDenied = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
};

const isDenied = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'AccountNotReady' || error.code === 'AccessDenied');

const tellLoss = async (facts: AccountFacts, { outcomes, table, policy }: AccountStepsPorts): Promise<void> => {
  const bindings = (await table.listBindings(facts.id)).filter(isLive);
  await outcomes.publish({
    type: 'Account Access Lost',
    detail: {
      account: facts.id,
      because: outOfScope(facts, policy)?.because ?? '',
      left: bindings.map(leftOf),
    },
  });
};

const leftOf = ({ roleName, identityProvider, audience, caller }: BindingRecord) => ({
  role: roleName,
  identityProvider,
  ...(audience !== undefined && { audience }),
  caller,
});
