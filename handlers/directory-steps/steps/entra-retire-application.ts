import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { StepOutputs } from '../../step';
import { deleteApplication, findApplication } from '../graph/applications';
import { findDeletedApplication, findDeletedServicePrincipal, ownersOfDeleted, purge } from '../graph/deleted-items';
import { isSoleOwner, proveOwnership } from '../graph/ownership';
import { directoryStep, requireOwnName, tenantOf, type Tenant } from '../ports';

/**
 * Deletes the application of a role that is gone, after proof that it is the factory's; `purge` deletes it for good, and
 * its service principal with it. What is deleted already and cannot be proven to be the factory's stays as it is, and
 * is answered as `retired`: its 30 days end by themselves.
 */
export const entraRetireApplication = directoryStep(
  'entra.retireApplication',
  async ({ request, inputs: { retirement } }, context): Promise<StepOutputs<'entra.retireApplication'>> => {
    requireOwnName(retirement.uniqueName, request);
    const tenant = tenantOf(retirement.identityProvider, context);
    const live = await findApplication(tenant.graph, retirement.uniqueName);
    if (live !== undefined) {
      proveOwnership(live, await tenant.factoryPrincipal(), `The application ${retirement.uniqueName}`);
      await deleteApplication(tenant.graph, live);
    }
    if (retirement.onDelete === 'retire') return { removal: live === undefined ? 'absent' : 'retired' };

    const deleted = live ?? (await findDeletedApplication(tenant.graph, retirement));
    if (deleted === undefined) return { removal: 'absent' };
    if (live === undefined && !(await isOurs(tenant, deleted))) return { removal: 'retired' };
    await purgeBoth(tenant, deleted);
    return { removal: 'purged' };
  },
);

const isOurs = async (tenant: Tenant, deleted: GraphApplication): Promise<boolean> => {
  const owners = await ownersOfDeleted(tenant.graph, deleted);
  return owners !== undefined && isSoleOwner(owners, await tenant.factoryPrincipal());
};

/** The application last: it is what another run finds the rest by. */
const purgeBoth = async ({ graph }: Tenant, application: GraphApplication): Promise<void> => {
  const principal = await findDeletedServicePrincipal(graph, application.appId);
  if (principal !== undefined) await purge(graph, principal);
  await purge(graph, application);
};
