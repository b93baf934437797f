import { examine } from '../../../federation/examine';
import { importableOf, importedPolicies } from '../../../federation/import';
import { observationOf } from '../../../federation/inventoried-account';
import { inventoryOf } from '../inventory';
import { revise } from '../publish';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** What was federated by hand is written into the YAML as it is, which is deployed. */
export const importByHand = async (stage: Stage): Promise<StepReport> => {
  const { policy, organization } = stage;
  const found = inventoryOf(stage).map((account) => ({
    id: account.account.id,
    ...importableOf(examine(observationOf(account, policy, organization.clock.now()), policy)),
  }));
  const lowest = Math.min(...policy.policies.map(({ priority }) => priority));
  const policies = importedPolicies(
    found.flatMap(({ candidates }) => candidates),
    lowest,
  );
  const existingIn = [...policy.identityProviders, ...policy.outsideProviders].map(({ name }) => ({
    name,
    accounts: found.filter(({ providers }) => providers.includes(name)).map(({ id }) => id),
  }));
  await revise({ imported: { policies, existingIn } }, stage);
  return {
    title: 'import what was federated by hand',
    details: [
      ...policies.map(({ name, roles, accounts }) => ({
        label: name,
        text: `${roles.join(', ')} in ${accounts.join(', ')}`,
      })),
      ...existingIn
        .filter(({ accounts }) => accounts.length > 0)
        .map(({ name, accounts }) => ({ label: `existingIn ${name}`, text: accounts.join('\n') })),
    ],
  };
};
