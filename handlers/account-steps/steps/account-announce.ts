import { oidcProviderArn } from '../../../federation/arn';
import { hostAndPathOf } from '../../../federation/issuer';
import { readyParameter } from '../../../federation/names';
import type { AccountRecord } from '../../../federation/records';
import { outOfScope } from '../../../federation/verdict';
import { knownAccount } from '../inspection';
import { accountStep } from '../ports';

/**
 * Says that the account is ready: on the outcomes bus, and for the templates of the account in a parameter. It is said once,
 * however often the account is enrolled again or moved; one that comes back into scope becomes ready anew.
 */
export const accountAnnounce = accountStep('account.announce', async ({ request, inputs }, ports) => {
  const { account } = request.event;
  const { table, outcomes, accounts, policy, clock } = ports;
  const facts = await knownAccount(account, ports);
  if (outOfScope(facts, policy) !== undefined) return {};
  const record: AccountRecord = (await table.readAccount(account)) ?? facts;
  const { bootstrap } = record;
  if (bootstrap?.readyAt !== undefined) return {};
  const readyAt = clock.now().toISOString();
  const providers = policy.identityProviders.map(({ issuer }) =>
    oidcProviderArn(policy.organization.partition, account, hostAndPathOf(issuer)),
  );
  await (await accounts.parameters(account)).write(readyParameter, JSON.stringify({ readyAt, providers }));
  await outcomes.publish({ type: 'Account Ready', detail: { account, ...inputs } });
  // Behind the saying: a run that breaks off in between says it once more, and never not at all.
  await table.writeAccount({ ...record, bootstrap: { begunAt: bootstrap?.begunAt ?? readyAt, readyAt } });
  return {};
});
