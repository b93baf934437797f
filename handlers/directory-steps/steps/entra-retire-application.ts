import { Failure } from '../../../federation/failures';
import type { OnDelete } from '../../../federation/compiled-policy';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { StepOutputs } from '../../step';
import { deleteApplication, findApplication } from '../graph/applications';
import { findDeletedApplication, findDeletedServicePrincipal, ownersOfDeleted, purge } from '../graph/deleted-items';
import { isSoleOwner, proveOwnership } from '../graph/ownership';
import { requireOwnNames } from '../own-names';
import { directoryStep, tenantOf, type Tenant } from '../ports';

type Removal = StepOutputs<'entra.retireApplication'>['removal'];

/**
 * Deletes the applications that nobody needs any more, each after proof that it is the factory's; `purge` deletes them
 * for good, and their service principals with them. What is deleted already and cannot be proven to be the factory's
 * stays as it is, and is answered as `retired`: its 30 days end by themselves. A squatter keeps nobody else's from going.
 */
export const entraRetireApplication = directoryStep(
  'entra.retireApplication',
  async ({ request, inputs: { retirement } }, context): Promise<StepOutputs<'entra.retireApplication'>> => {
    const { identityProvider, uniqueNames, onDelete } = retirement;
    requireOwnNames(uniqueNames, request);
    if (uniqueNames.length === 0) return { removal: 'absent' };
    const tenant = tenantOf(identityProvider, context);
    const removals: Removal[] = [];
    const squatted: Failure[] = [];
    for (const uniqueName of uniqueNames) {
      try {
        removals.push(await retire(tenant, uniqueName, onDelete));
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'ApplicationSquatted') throw error;
        squatted.push(error);
      }
    }
    if (squatted[0] !== undefined) throw squatted[0];
    const most = (['purged', 'retired'] as const).find((removal) => removals.includes(removal));
    return { removal: most ?? 'absent' };
  },
);

const retire = async (tenant: Tenant, uniqueName: string, onDelete: OnDelete): Promise<Removal> => {
  const live = await findApplication(tenant.graph, uniqueName);
  if (live !== undefined) {
    proveOwnership(live, await tenant.factoryPrincipal(), `The application ${uniqueName}`);
    await deleteApplication(tenant.graph, live);
  }
  if (onDelete === 'retire') return live === undefined ? 'absent' : 'retired';

  const deleted = live ?? (await findDeletedApplication(tenant.graph, { uniqueName }));
  if (deleted === undefined) return 'absent';
  if (live === undefined && !(await isOurs(tenant, deleted))) return 'retired';
  await purgeBoth(tenant, deleted);
  return 'purged';
};

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
