import { Failure } from '../../../federation/failures';
import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import { createApplication, findApplication, findApplicationByClientId } from '../graph/applications';
import type { Refused } from '../graph/call';
import { findDeletedApplication, ownersOfDeleted, restore } from '../graph/deleted-items';
import { proveOwnership } from '../graph/ownership';
import type { Tenant } from '../ports';
import { nameOf, notHandedOver, type PlannedHandOver } from './hand-over';
import type { Registered } from './registered';
import { requireFreeIdentifierUri } from './require-free-identifier-uri';

/**
 * The application of a plan: found, brought back or made. What exists is proven to be the factory's.
 * @throws Failure `ApplicationSquatted`, `ReplicationLag`, `DirectoryRefused`
 */
export const ensureApplication = async (
  tenant: Tenant,
  plan: ApplicationPlan,
): Promise<Registered<GraphApplication>> => {
  const found = await findApplication(tenant.graph, plan.uniqueName);
  const { handedOver } = plan;
  if (found !== undefined && handedOver !== undefined && found.appId !== handedOver.clientId)
    throw notHandedOver(plan, handedOver, [nameOf(plan, found)]);
  if (found !== undefined) return proven(tenant, found, 'found');
  if (handedOver !== undefined) return findHandedOver(tenant, plan, handedOver);
  const created = await createApplication(tenant.graph, plan);
  // Graph makes the caller the owner of what it creates: there is nothing to prove.
  if (created.kind === 'created') return { object: created.application, how: 'created' };
  if (created.kind === 'refused') await restoreApplication(tenant, plan, created);
  const now = await findApplication(tenant.graph, plan.uniqueName);
  if (now !== undefined) return proven(tenant, now, created.kind === 'refused' ? 'restored' : 'found');
  if (created.kind === 'denied')
    throw new Failure('DirectoryRefused', `Microsoft Graph refuses to register ${plan.uniqueName} (${created.said}).`);
  throw unread(plan);
};

const proven = async (
  tenant: Tenant,
  application: GraphApplication,
  how: 'restored' | 'found',
): Promise<Registered<GraphApplication>> => {
  const name = application.uniqueName ?? application.appId;
  proveOwnership(application, await tenant.factoryPrincipal(), `The application ${name}`);
  return { object: application, how };
};

/**
 * What was taken over a moment ago may not be found by its name yet. Where it was deleted it is brought back; another
 * application never takes its place.
 */
const findHandedOver = async (
  tenant: Tenant,
  plan: ApplicationPlan,
  handedOver: PlannedHandOver,
): Promise<Registered<GraphApplication>> => {
  const live = await findApplicationByClientId(tenant.graph, handedOver.clientId);
  if (live?.uniqueName?.toLowerCase() === plan.uniqueName) return proven(tenant, live, 'found');
  if (live !== undefined) throw unread(plan);
  const deleted = await findDeletedApplication(tenant.graph, plan);
  if (deleted?.appId !== handedOver.clientId)
    throw notHandedOver(plan, handedOver, [
      'it is neither there nor among what can be restored; where nobody has restored it a moment ago it has been deleted for good: take the line out then, and a new one is registered',
    ]);
  await restoreProven(tenant, plan, deleted);
  const restored = await findApplication(tenant.graph, plan.uniqueName);
  if (restored === undefined) throw unread(plan);
  return proven(tenant, restored, 'restored');
};

const restoreApplication = async (tenant: Tenant, plan: ApplicationPlan, refused: Refused): Promise<void> => {
  const deleted = await findDeletedApplication(tenant.graph, plan);
  if (deleted === undefined) throw await whyRefused(tenant, plan, refused);
  await restoreProven(tenant, plan, deleted);
};

/** Where Graph does not show whose a deleted application is, it is restored, which only an owner may, and proven then. */
const restoreProven = async (tenant: Tenant, plan: ApplicationPlan, deleted: GraphApplication): Promise<void> => {
  const owners = await ownersOfDeleted(tenant.graph, deleted);
  if (owners !== undefined) {
    const what = `The deleted application ${plan.uniqueName}`;
    proveOwnership({ id: deleted.id, owners }, await tenant.factoryPrincipal(), what);
  }
  await restore(tenant.graph, deleted);
};

/** Where a name is taken and nobody is seen to have it, an earlier run has registered it a moment ago. */
const whyRefused = async (tenant: Tenant, plan: ApplicationPlan, { said, mayBeTaken }: Refused): Promise<Failure> => {
  const what = `Microsoft Graph refuses to register ${plan.uniqueName} (${said}), and shows no application that holds the name.`;
  if (!mayBeTaken) return new Failure('DirectoryRefused', what);
  await requireFreeIdentifierUri(tenant.graph, plan);
  return new Failure('ReplicationLag', what);
};

const unread = ({ uniqueName }: ApplicationPlan): Failure =>
  new Failure('ReplicationLag', `The application ${uniqueName} is there, and cannot be read yet.`);
