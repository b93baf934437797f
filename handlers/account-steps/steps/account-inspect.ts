import { Failure } from '../../../federation/failures';
import { outOfScope } from '../../../federation/verdict';
import { knownAccount } from '../inspection';
import { accountStep } from '../ports';
import type { StepOutputs } from '../../step';

/** Records what the lifecycle event says of the account, and says whether the factory is at work there. */
export const accountInspect = accountStep(
  'account.inspect',
  async ({ request }, ports): Promise<StepOutputs<'account.inspect'>> => {
    const { account, accountName, organizationalUnitId } = request.event;
    if (accountName !== undefined && organizationalUnitId !== undefined) {
      const organizationalUnit = ports.policy.organizationalUnits[organizationalUnitId];
      if (organizationalUnit === undefined) {
        throw new Failure(
          'AccountUnknown',
          `The account ${account} is in ${organizationalUnitId}, which is not in the lock file.`,
        );
      }
      await ports.table.writeAccount({ id: account, name: accountName, organizationalUnit, tags: {} });
    }
    const outside = outOfScope(await knownAccount(account, ports), ports.policy);
    return { verdict: outside === undefined ? 'in-scope' : 'out-of-scope' };
  },
);
