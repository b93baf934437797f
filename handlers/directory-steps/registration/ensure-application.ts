import { Failure } from '../../../federation/failures';
import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import { createApplication, findApplication } from '../graph/applications';
import type { Refused } from '../graph/call';
import { findDeletedApplication, ownersOfDeleted, restore } from '../graph/deleted-items';
import { proveOwnership } from '../graph/ownership';
import type { Tenant } from '../ports';
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
  if (found !== undefined) return proven(tenant, found, 'found');
  const created = await createApplication(tenant.graph, plan);
  // Graph makes the caller the owner of what it creates: there is nothing to prove.
  if (created.kind === 'created') return { object: created.application, how: 'created' };
  if (created.kind === 'refused') await restoreApplication(tenant, plan, created);
  const now = await findApplication(tenant.graph, plan.uniqueName);
  if (now !== undefined) return proven(tenant, now, created.kind === 'refused' ? 'restored' : 'found');
  if (created.kind === 'denied')
    throw new Failure('DirectoryRefused', `Microsoft Graph refuses to register ${plan.uniqueName} (${created.said}).`);
  throw new Failure('ReplicationLag', `The application ${plan.uniqueName} is there, and cannot be read yet.`);
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

/** Where Graph does not show whose a deleted application is, it is restored, which only an owner may, and proven then. */
const restoreApplication = async (tenant: Tenant, plan: ApplicationPlan, refused: Refused): Promise<void> => {
  const deleted = await findDeletedApplication(tenant.graph, plan);
  if (deleted === undefined) throw await whyRefused(tenant, plan, refused);
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
