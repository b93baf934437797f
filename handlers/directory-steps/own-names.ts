import { audienceNameOf, isSharedName, uniqueNameOf } from '../../federation/callers';
import { Failure } from '../../federation/failures';
import type { CallerPlan } from '../../schemas/generated/events/caller-plan.types';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { roleOf } from '../step';

/*
 * Which applications a step may work on: those of the account and role that its event is about, whatever it was handed.
 */

/**
 * Holds a registration to the applications that the role of its event can need: its own, a shared one, and its account's
 * audience application, from which nobody can sign in.
 * @throws Failure `InvalidInput`
 */
export const requireOwnPlan = ({ caller, audienceApplication: audience }: CallerPlan, request: StepRequest): void => {
  const { account, roleName } = roleOf(request);
  const ownName = uniqueNameOf(account, roleName);
  if (caller.kind === 'application') {
    const { uniqueName, purpose } = caller.application;
    const isAllowed = uniqueName === ownName || (isSharedName(uniqueName) && audience === undefined);
    if (!isAllowed || purpose !== 'caller') throw notIts(uniqueName, request);
  }
  if (audience === undefined) return;
  const { uniqueName, purpose, federatedCredentials, handedOver } = audience;
  const isAllowed = uniqueName === audienceNameOf(account) && caller.kind === 'application';
  if (!isAllowed || handedOver !== undefined || purpose !== 'audience' || federatedCredentials.length > 0)
    throw notIts(uniqueName, request);
};

/**
 * Holds a step to the application of the role that its event is about.
 * @throws Failure `InvalidInput`
 */
export const requireOwnName = (uniqueName: string, request: StepRequest): void => {
  const { account, roleName } = roleOf(request);
  if (uniqueName !== uniqueNameOf(account, roleName)) throw notIts(uniqueName, request);
};

/**
 * Holds a removal to the application of its event's role, and where the event is about an account, to the applications
 * of that account. Shared ones are never removed.
 * @throws Failure `InvalidInput`
 */
export const requireOwnNames = (uniqueNames: readonly string[], request: StepRequest): void => {
  const { account, roleName } = request.event;
  for (const uniqueName of uniqueNames) {
    if (roleName !== undefined) requireOwnName(uniqueName, request);
    else if (!isOfAccount(uniqueName, account)) throw notIts(uniqueName, request);
  }
};

/** Whether a name is one that the factory gives to applications of an account. */
export const isOfAccount = (uniqueName: string, account: string): boolean =>
  uniqueName === audienceNameOf(account) || uniqueName.startsWith(uniqueNameOf(account, ''));

const notIts = (uniqueName: string, { event: { account, roleName } }: StepRequest): Failure => {
  const whose = roleName === undefined ? account : `${roleName} in ${account}`;
  return new Failure('InvalidInput', `The application ${uniqueName} is not that of ${whose}.`);
};
