import type { StepOutputs } from '../../step';
import { observeApplications } from '../observe-applications';
import { directoryStep, tenantOf } from '../ports';

/** Observes the applications of an account in the tenant of every identity provider. */
export const entraObserveApplications = directoryStep(
  'entra.observeApplications',
  async ({ request: { event } }, context): Promise<StepOutputs<'entra.observeApplications'>> => {
    const observed = [];
    for (const { name } of context.identityProviders) {
      observed.push(...(await observeApplications(tenantOf(name, context), name, event.account)));
    }
    return { directory: { applications: observed } };
  },
);
