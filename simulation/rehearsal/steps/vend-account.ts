import type { ScenarioAccount } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Control Tower vends an account, with the StackSets that the manifest aims at its organizational unit. */
export const vendAccount = (account: ScenarioAccount, { organization }: Stage): StepReport => {
  const { id } = organization.vendAccount(account);
  return {
    title: `vend the account ${account.name}`,
    details: [
      { label: 'account', text: `${id} in ${account.organizationalUnit}` },
      {
        label: 'providers',
        text:
          organization
            .providers(id)
            .map(({ arn }) => arn)
            .join('\n') || 'none',
      },
    ],
  };
};
