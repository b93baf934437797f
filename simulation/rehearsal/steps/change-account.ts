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

/** The account is removed from the organization. */
export const removeAccount = ({ account }: ScenarioAccountRef, { organization }: Stage): StepReport => {
  organization.removeAccount(account);
  return { title: `remove the account ${account} from the organization`, details: [] };
};

/** The pipeline brings what is aimed at the account. */
export const deliverBaseline = ({ account }: ScenarioAccountRef, { organization }: Stage): StepReport => {
  organization.deliverBaseline(account);
  return { title: `bring the baseline to ${account}`, details: [] };
};

/** The pipeline takes away what it has brought. */
export const withdrawBaseline = ({ account }: ScenarioAccountRef, { organization }: Stage): StepReport => {
  organization.withdrawBaseline(account);
  return { title: `take the baseline away from ${account}`, details: [] };
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
