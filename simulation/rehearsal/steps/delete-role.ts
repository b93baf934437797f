import type { ScenarioRole } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Somebody in the account deletes a role. */
export const deleteRole = ({ account, role }: ScenarioRole, { organization }: Stage): StepReport => {
  organization.deleteRole(account, role);
  return { title: `delete the role ${role} in ${account}`, details: [] };
};
