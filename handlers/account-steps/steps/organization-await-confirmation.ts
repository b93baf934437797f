import { Failure } from '../../../federation/failures';
import { requireAnswer } from '../confirmation';
import { accountStep } from '../ports';

/**
 * Fails with `ConfirmationMissing` until somebody has confirmed the plan; the workflow's retry is the waiting. Once other
 * policies are deployed the plan is for nothing, and the run starts over with them.
 */
export const organizationAwaitConfirmation = accountStep(
  'organization.awaitConfirmation',
  async ({ request, inputs: { plan } }, { table, policyHash }) => {
    const question = await table.readConfirmation(plan);
    if (question?.execution !== request.execution)
      throw new Failure('InvalidInput', `The execution ${request.execution} has not asked for ${plan}.`);
    if (question.policyHash !== policyHash)
      throw new Failure('WorldMoved', `The policies are others than those that ${plan} was made by.`);
    requireAnswer(question);
    return {};
  },
);
