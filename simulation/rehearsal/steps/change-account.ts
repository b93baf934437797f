import type { MoveAccountStep, ScenarioAccountRef } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** The account gets another organizational unit, and the StackSets that are aimed at it. */
export const moveAccount = ({ account, organizationalUnit }: MoveAccountStep, { organization }: Stage): StepReport => {
  organization.moveAccount(account, organizationalUnit);
  return { title: `move the account ${account} to ${organizationalUnit}`, details: [] };
};

/** The account is closed. */
export const closeAccount = ({ account }: ScenarioAccountRef, { organization }: Stage): StepReport => {
  organization.closeAccount(account);
  return { title: `close the account ${account}`, details: [] };
};

/** A service control policy keeps the factory out. */
export const quarantine = ({ account }: ScenarioAccountRef, { organization }: Stage): StepReport => {
  organization.quarantine(account);
  return { title: `quarantine the account ${account}`, details: [] };
};

/** The factory is let in again. */
export const release = ({ account }: ScenarioAccountRef, { organization }: Stage): StepReport => {
  organization.release(account);
  return { title: `lift the quarantine of ${account}`, details: [] };
};
