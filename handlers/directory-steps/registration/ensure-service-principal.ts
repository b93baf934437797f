import { Failure } from '../../../federation/failures';
import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../../schemas/generated/graph/service-principal.types';
import type { Meanings } from '../graph/call';
import { findDeletedServicePrincipal, restore } from '../graph/deleted-items';
import { proveOwnership } from '../graph/ownership';
import {
  createServicePrincipal,
  deleteServicePrincipal,
  findServicePrincipal,
  isEnabled,
} from '../graph/service-principals';
import type { Tenant } from '../ports';
import type { Registered } from './registered';

/** The live service principal of an application, proven to be the factory's; undefined where there is none. */
export const provenServicePrincipal = async (
  tenant: Tenant,
  { appId }: GraphApplication,
): Promise<GraphServicePrincipal | undefined> => {
  const live = await findServicePrincipal(tenant.graph, appId);
  if (live !== undefined) proveOwnership(live, await tenant.factoryPrincipal(), `The service principal of ${appId}`);
  return live;
};

/**
 * The service principal of an application. A caller's that no record names is made anew, even where the factory is its
 * sole owner: ownership can be given away, and a token that was made before would fit the same `sub`. Nobody is let in
 * as an audience, so that it stays. Whoever has been shut out stays so: only lifting a revocation lets them in again.
 */
export const ensureServicePrincipal = async (
  tenant: Tenant,
  application: Registered<GraphApplication>,
  live: GraphServicePrincipal | undefined,
  { plan, meanings }: { readonly plan: ApplicationPlan; readonly meanings: Meanings },
): Promise<Registered<GraphServicePrincipal>> => {
  const { graph } = tenant;
  const { appId } = application.object;
  const isTrusted = plan.purpose === 'audience' || plan.knownClientIds.includes(appId);
  if (live !== undefined && isTrusted) return { object: live, how: 'found' };
  if (live !== undefined) await deleteServicePrincipal(graph, live);
  // A run that broke off may have left the application restored, or live, and its service principal deleted.
  const deleted =
    live === undefined && application.how !== 'created' ? await findDeletedServicePrincipal(graph, appId) : undefined;
  if (isTrusted && deleted !== undefined) {
    await restore(graph, deleted);
    const restored = await provenServicePrincipal(tenant, application.object);
    if (restored === undefined) throw unread(appId);
    return { object: restored, how: 'restored' };
  }
  const before = live ?? deleted;
  const created = await createServicePrincipal(graph, application.object, {
    tags: plan.tags,
    isEnabled: before === undefined || isEnabled(before),
    meanings,
  });
  if (created === 'exists') throw unread(appId);
  return { object: created, how: 'created' };
};

const unread = (appId: string): Failure =>
  new Failure('ReplicationLag', `The service principal of ${appId} is there, and cannot be read yet.`);
