import type { StepOutputs } from '../../step';
import { requireOwnPlan } from '../own-names';
import { directoryStep, tenantOf } from '../ports';
import { registerApplication } from '../registration/register-application';

/**
 * Registers the caller of a plan, and the account's audience application where the plan has one. The caller comes last:
 * whatever stops the step before leaves nobody who could sign in. A caller that the YAML names is handed on as it is.
 */
export const entraRegisterApplication = directoryStep(
  'entra.registerApplication',
  async ({ request, inputs: { plan } }, context): Promise<StepOutputs<'entra.registerApplication'>> => {
    requireOwnPlan(plan, request);
    if (plan.caller.kind === 'existing') {
      const { principals, audience } = plan.caller;
      return { caller: { audience, subjects: principals }, registration: 'existing' };
    }
    const tenant = tenantOf(plan.identityProvider, context);
    const audience =
      plan.audienceApplication === undefined ? undefined : await registerApplication(tenant, plan.audienceApplication);
    const { clientId, subject, how } = await registerApplication(tenant, plan.caller.application);
    const isAudienceChanged = audience !== undefined && audience.how !== 'unchanged';
    return {
      caller: {
        clientId,
        audience: audience?.clientId ?? clientId,
        ...(audience !== undefined && { audienceClientId: audience.clientId }),
        subjects: [subject],
      },
      registration: how === 'unchanged' && isAudienceChanged ? 'changed' : how,
    };
  },
);
