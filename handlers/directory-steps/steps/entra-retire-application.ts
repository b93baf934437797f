import type { StepOutputs } from '../../step';
import { deleteApplication, findApplication, findDeletedApplication, purge } from '../graph/applications';
import { proveOwnership } from '../graph/ownership';
import { directoryStep, tenantOf } from '../ports';

/** Deletes the application of a role that is gone, after proof that it is the factory's; `purge` deletes it for good. */
export const entraRetireApplication = directoryStep(
  'entra.retireApplication',
  async ({ inputs: { retirement } }, context): Promise<StepOutputs<'entra.retireApplication'>> => {
    const tenant = tenantOf(retirement.identityProvider, context);
    const live = await findApplication(tenant.graph, retirement.uniqueName);
    if (live !== undefined) {
      proveOwnership(live, await tenant.factoryPrincipal(), `The application ${retirement.uniqueName}`);
      await deleteApplication(tenant.graph, live);
    }
    if (retirement.onDelete === 'retire') return { removal: live === undefined ? 'absent' : 'retired' };

    const deleted = live ?? (await findDeletedApplication(tenant.graph, retirement));
    if (deleted === undefined) return { removal: 'absent' };
    await purge(tenant.graph, deleted.id);
    return { removal: 'purged' };
  },
);
