import { SimulationError } from '../errors';
import type { CastRole, Stage } from './stage';

/** Enters a role that the scenario made. */
export const enter = (stage: Stage, role: CastRole): void => {
  stage.cast.set(castKey(role.account, role.roleName), role);
};

/**
 * A role that the scenario made, even if it is deleted by now.
 * @throws SimulationError `unknown-role`
 */
export const castRole = (stage: Stage, account: string, roleName: string): CastRole => {
  const found = stage.cast.get(castKey(account, roleName));
  if (found !== undefined) return found;
  throw new SimulationError('unknown-role', `The scenario makes no role ${roleName} in ${account} before this step.`);
};

/** What a role is found by: IAM takes names for the same whatever their case. */
export const castKey = (account: string, roleName: string): string =>
  `${account.toLowerCase()}/${roleName.toLowerCase()}`;
