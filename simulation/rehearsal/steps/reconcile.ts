import { names } from '../../../federation/names';
import type { ReconcileNowStep } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** The nightly schedule, now. */
export const reconcile = ({ organization }: Stage): StepReport => {
  organization.nightly();
  return { title: 'reconcile the organization', details: [] };
};

/** An operator has it done, as the command does: by starting the workflow. */
export const reconcileNow = ({ account }: ReconcileNowStep, { organization, policy }: Stage): StepReport => {
  organization.clock.advance(1);
  const time = organization.clock.now().toISOString();
  const id = `reconcile-${organization.executions().length}`;
  const event =
    account === undefined
      ? { trigger: 'organization-due', account: policy.factoryAccount, cause: 'operator', id, time }
      : { trigger: 'account-due', account: organization.organization.account(account).id, id, time };
  const workflow = account === undefined ? 'reconcile-organization' : 'reconcile-account';
  organization.startExecution(names.stateMachine(workflow), id, { event });
  return { title: `reconcile ${account ?? 'the organization'} by hand`, details: [] };
};
