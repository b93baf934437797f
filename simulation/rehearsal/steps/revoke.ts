import { names } from '../../../federation/names';
import type { ScenarioRole } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** An operator cuts a binding off, as the command does: by starting the workflow. */
export const revoke = (step: ScenarioRole, stage: Stage): StepReport => {
  start(step, 'revoke-role', 'role-revoked', stage);
  return { title: `revoke the binding of ${step.role} in ${step.account}`, details: [] };
};

/** An operator lifts a revocation. */
export const reinstate = (step: ScenarioRole, stage: Stage): StepReport => {
  start(step, 'reinstate-role', 'role-reinstated', stage);
  return { title: `lift the revocation of ${step.role} in ${step.account}`, details: [] };
};

const start = (
  { account, role }: ScenarioRole,
  workflow: string,
  trigger: 'role-revoked' | 'role-reinstated',
  { organization }: Stage,
): void => {
  organization.clock.advance(1);
  const { id } = organization.organization.account(account);
  const time = organization.clock.now().toISOString();
  const name = `${workflow}-${organization.executions().length}`;
  const event = { trigger, account: id, roleName: role, byHand: true, id: name, time };
  organization.startExecution(names.stateMachine(workflow), name, { event });
};
