import { Failure, failures, isFailureCode, type Fault } from '../../../federation/failures';
import type { Outcome } from '../../../federation/outcomes';
import { currentFacts, type BindingRecord } from '../../../federation/records';
import { isObject } from '../../../federation/trust/json';
import { parseJson } from '../../json';
import type { Trigger } from '../../../federation/triggers';
import { outOfScope } from '../../../federation/verdict';
import type { StepRequest } from '../../../schemas/generated/events/step-request.types';
import { record } from '../decisions';
import { isPaused } from '../inspection';
import { accountStep, type AccountStepsPorts } from '../ports';
import { writeOver } from '../records';
import { requestWorkflows } from '../requests';
import { tellOwner } from '../tell-owner';

/**
 * Says what failed, where, and what happens next; a run that fails leaves a report behind, whatever it was. A binding that
 * was being made is taken back, so that nothing half made stays: a binding is usable, or there is none. A run that somebody
 * has held up has not failed, and of removals that a budget stops one is told for all: these are only logged, and everything
 * stays as it is.
 */
export const failureReport = accountStep('failure.report', async ({ request }, ports) => {
  const { account, roleName } = request.event;
  const { error, what } = readFailure(request.inputs['failure']);
  const failedSteps = isObject(request.inputs['failedSteps']) ? Object.keys(request.inputs['failedSteps']) : [];
  const fault: Fault = isFailureCode(error) ? failures[error].fault : 'factory';
  if (error === 'Paused' || error === 'RemovalsStopped') {
    await record(request, { decision: 'held-up', reasons: [what] }, ports);
    return {};
  }
  const isTakenBack = roleName !== undefined && (await takeBack(account, roleName, request, ports));
  const outcome = {
    type: 'Workflow Failed',
    detail: {
      account,
      ...(roleName !== undefined && { role: roleName }),
      execution: request.execution,
      failedSteps,
      error,
      fault,
      what,
      next: isTakenBack ? nextIfTakenBack : next,
    },
  } as const;
  await ports.outcomes.publish(outcome);
  if (roleName !== undefined)
    await tellRoleOwner(roleName, `failed: ${error} at ${failedSteps.join(' ')}`, outcome, ports);
  const because = `${failedSteps.join(', ')} failed with ${error}: ${what}`;
  await record(request, { decision: 'failed', reasons: [because] }, ports);
  return {};
});

const next =
  'This run is over, and what was bound keeps working. The next event of the role or account, or the nightly reconcile, tries again; every step can be repeated.';

const nextIfTakenBack =
  'This run is over, and what it had made is being taken back. The next event of the role, or the nightly reconcile, tries again.';

/** What makes bindings. */
const making: ReadonlySet<string> = new Set<Trigger>(['role-created', 'role-changed', 'role-declared']);

/**
 * Marks a binding whose making has failed, and has it taken back. One that was bound before stays, and so does one that is
 * published: its role may be using it from its birth on.
 */
const takeBack = async (
  account: string,
  roleName: string,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<boolean> => {
  const binding = await ports.table.readBinding(account, roleName);
  if (binding?.state !== 'registering' || binding.audience === undefined || !making.has(request.event.trigger))
    return false;
  if (await isHeldUp(account, binding, ports)) return false;
  if (binding.published === true) {
    const { roleId, confirmed, announced, ...rest } = binding;
    await writeOver(binding, { ...rest, state: 'declared' }, ports);
    return false;
  }
  await writeOver(binding, { ...binding, state: 'abandoned' }, ports);
  await requestWorkflows([{ trigger: 'role-released', account, roleName }], request, ports.clock.now(), ports);
  return true;
};

const isHeldUp = async (
  account: string,
  binding: BindingRecord | undefined,
  ports: AccountStepsPorts,
): Promise<boolean> => {
  const facts = currentFacts(await ports.table.readAccount(account), ports.policy.accounts[account]);
  return facts !== undefined && (await isPaused(facts, binding, ports));
};

/** The role's owner sees it too, where the account lets the factory in and nothing is paused. */
const tellRoleOwner = async (
  roleName: string,
  status: string,
  outcome: Extract<Outcome, { type: 'Workflow Failed' }>,
  ports: AccountStepsPorts,
): Promise<void> => {
  const { account } = outcome.detail;
  const facts = currentFacts(await ports.table.readAccount(account), ports.policy.accounts[account]);
  if (facts === undefined || outOfScope(facts, ports.policy) !== undefined) return;
  if (await isPaused(facts, await ports.table.readBinding(account, roleName), ports)) return;
  try {
    const iam = await ports.accounts.open(account);
    const role = await iam.getRole(roleName);
    if (role !== undefined) await tellOwner(role, status, outcome, iam, ports);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
};

/** Step Functions hands on the error's name and, as its cause, the JSON that Lambda makes of an error. */
const readFailure = (failure: unknown): { readonly error: string; readonly what: string } => {
  const { Error: error, Cause: cause } = isObject(failure) ? failure : {};
  const lambda = typeof cause === 'string' ? parseJson(cause) : cause;
  const message = isObject(lambda) ? lambda['errorMessage'] : undefined;
  return {
    error: typeof error === 'string' ? error : 'Unknown',
    what:
      typeof message === 'string' ? message : typeof cause === 'string' ? cause : 'The workflow failed without a word.',
  };
};
