import { readyParameter } from '../../../federation/names';
import { isLive } from '../../../federation/standing';
import { outOfScope } from '../../../federation/verdict';
import { enterLeft, unlessDenied } from '../enter-left';
import { knownAccount } from '../inspection';
import { accountStep, type AccountStepsPorts } from '../ports';
import { spendRelease } from '../quotas';
import { requestWorkflows } from '../requests';
import type { StepOutputs } from '../../step';

/**
 * Has every binding of an account taken down that is out of scope, each by its role's own workflow, while the access role is
 * still there. Where it is not, that is found out here, once for all of them. When many accounts leave within an hour, the
 * later ones are left to the nightly reconcile and its guard. A revoked binding stays as it is: its caller is
 * disabled, and only a hand lifts that.
 */
export const accountRelease = accountStep(
  'account.release',
  async ({ request }, ports): Promise<StepOutputs<'account.release'>> => {
    const { account } = request.event;
    const since = ports.clock.now();
    const facts = await knownAccount(account, ports);
    if (outOfScope(facts, ports.policy) === undefined) return { bindings: 0, access: 'kept' };
    const live = (await ports.table.listBindings(account)).filter(
      (binding) => isLive(binding) && binding.state !== 'revoked',
    );
    const [first] = live;
    // First: an account that keeps the factory out is asked again and again, at nobody else's expense.
    const entered =
      first === undefined ? undefined : await enterLeft(facts, ports, (iam) => iam.getRole(first.roleName));
    // Nothing can be read in an account that is gone, so that no reconcile would go on there.
    const isCounted = facts.departed === undefined && first !== undefined;
    const count = isCounted ? await spendRelease(account, live.length, ports) : undefined;
    if (facts.departed === undefined && entered?.kind !== 'lost') await withdrawReadiness(account, ports);
    await forgetReadiness(account, ports);
    await requestWorkflows(
      live.map(({ roleName }) => ({ trigger: 'role-released', account, roleName }) as const),
      request,
      since,
      ports,
    );
    await count?.();
    return { bindings: live.length, access: entered?.kind === 'lost' ? 'lost' : 'kept' };
  },
);

const withdrawReadiness = async (account: string, { table, accounts }: AccountStepsPorts): Promise<void> => {
  if ((await table.readAccount(account))?.bootstrap?.readyAt === undefined) return;
  await unlessDenied(async () => {
    await (await accounts.parameters(account)).remove(readyParameter);
  });
};

const forgetReadiness = async (account: string, { table }: AccountStepsPorts): Promise<void> => {
  const record = await table.readAccount(account);
  if (record?.bootstrap === undefined) return;
  const { bootstrap, ...rest } = record;
  await table.writeAccount(rest);
};
