import { failures, isFailureCode, type Fault } from '../../../federation/failures';
import { isObject } from '../../../federation/trust/json';
import { parseJson } from '../../json';
import { accountStep } from '../ports';

/** Says what failed, where, and what happens next; a run that fails leaves a report behind, whatever it was. */
export const failureReport = accountStep('failure.report', async ({ request }, ports) => {
  const { account, roleName } = request.event;
  const { error, what } = readFailure(request.inputs['failure']);
  const failedSteps = isObject(request.inputs['failedSteps']) ? Object.keys(request.inputs['failedSteps']) : [];
  const fault: Fault = isFailureCode(error) ? failures[error].fault : 'factory';
  await ports.outcomes.publish({
    type: 'Workflow Failed',
    detail: {
      account,
      ...(roleName !== undefined && { role: roleName }),
      execution: request.execution,
      failedSteps,
      error,
      fault,
      what,
      next: 'This run is over, and what was bound keeps working. The next event of the role or account tries again; every step can be repeated.',
    },
  });
  await ports.table.recordDecision({
    account,
    ...(roleName !== undefined && { roleName }),
    execution: request.execution,
    step: request.step,
    decision: 'failed',
    reasons: [`${failedSteps.join(', ')} failed with ${error}: ${what}`],
    at: ports.clock.now().toISOString(),
  });
  return {};
});

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
