import type { ScenarioRole } from '../../../schemas/generated/documents/scenario.types';
import { castRole, enter } from '../cast';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Somebody deletes a role, if it is there, and creates it as it was created first. */
export const recreateRole = ({ account, role: roleName }: ScenarioRole, stage: Stage): StepReport => {
  const { organization } = stage;
  const role = castRole(stage, account, roleName);
  if (organization.role(account, roleName) !== undefined) organization.deleteRole(account, roleName);
  const { arn } = organization.createRole(account, role.request);
  enter(stage, { ...role, trustPolicy: role.request.trustPolicy, written: role.request.trustPolicy });
  return { title: `create the role ${roleName} in ${account} anew`, details: [{ label: 'role', text: arn }] };
};
