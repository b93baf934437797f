import { Failure } from '../../../federation/failures';
import { roleOf } from '../../step';
import { inspectBoundRole } from '../inspection';
import { accountStep } from '../ports';

/** Observes what the steps before have made, as a stranger would; IAM's own delay counts as a world that has moved. */
export const roleConfirmBinding = accountStep('role.confirmBinding', async ({ request, inputs }, ports) => {
  const { account, roleName } = roleOf(request);
  const { audience } = inputs;
  const moved = (what: string): Failure => new Failure('WorldMoved', `The role ${roleName} in ${account} ${what}.`);

  const { iam, binding, verdict, pinned } = await inspectBoundRole(account, roleName, inputs, ports);
  if (pinned.kind !== 'unchanged') throw moved('does not have its pins');
  const observed = await iam.getOpenIdConnectProvider(verdict.identityProvider.issuer);
  if (observed?.audiences.includes(audience) !== true) throw moved('has a provider that lacks its audience');

  await ports.table.writeBinding({ ...binding, state: 'bound', updatedAt: ports.clock.now().toISOString() });
  return {};
});
