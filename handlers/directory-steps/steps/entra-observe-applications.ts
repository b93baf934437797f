import { accountTag } from '../../../federation/callers';
import type { StepOutputs } from '../../step';
import { observeApplications } from '../observe-applications';
import { isOfAccount } from '../own-names';
import { directoryStep, tenantOf } from '../ports';

/** Observes the applications of an account in the tenant of every identity provider. */
export const entraObserveApplications = directoryStep(
  'entra.observeApplications',
  async ({ request: { event } }, context): Promise<StepOutputs<'entra.observeApplications'>> => {
    const { account } = event;
    const wanted = { tag: accountTag(account), isNamed: (name: string) => isOfAccount(name, account) };
    const applications = [];
    for (const { name } of context.identityProviders) {
      const found = await observeApplications(tenantOf(name, context), name, wanted);
      applications.push(...found.map(({ observed }) => observed));
    }
    return { directory: { applications } };
  },
);
