import { Failure } from '../../federation/failures';
import { ownerOf } from '../../federation/owner';
import type { Outcome } from '../../federation/outcomes';
import type { ExpiringBinding } from '../../federation/reconcile';
import type { AccountStepsPorts } from './ports';
import { writeOver } from './records';

/**
 * Announces the end of bindings: on the outcomes bus, and to the people of the account. That it was announced is written
 * last, because nothing is revoked that was not. A binding that somebody else is at work on is announced the next night.
 */
export const announceExpiry = async (
  account: string,
  expiring: readonly ExpiringBinding[],
  ports: AccountStepsPorts,
): Promise<void> => {
  for (const { role, record, policy, expiresAt } of expiring) {
    const owner = ownerOf(role, policy);
    const detail = { account, role: role.name, policy: policy.name, expiresAt, ...(owner !== undefined && { owner }) };
    const outcome: Outcome = { type: 'Binding Expires', detail };
    await ports.outcomes.publish(outcome);
    await unless('AccessDenied', async () => {
      await (await ports.accounts.events(account)).publish(outcome);
    });
    const at = ports.clock.now().toISOString();
    await unless('WorldMoved', () => writeOver(record, { ...record, expiryAnnounced: { expiresAt, at } }, ports));
  }
};

const unless = async (code: Failure['code'], work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== code) throw error;
  }
};
