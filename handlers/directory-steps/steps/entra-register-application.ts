import type { ApplicationPlan } from '../../../schemas/generated/events/application-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../../schemas/generated/graph/service-principal.types';
import { Failure } from '../../../federation/failures';
import { tokenExchangeAudience } from '../../../federation/issuer';
import type { StepOutputs } from '../../step';
import { correctApplication, createApplication, findApplication } from '../graph/applications';
import { removeSecrets, syncFederatedCredentials } from '../graph/credentials';
import { findDeletedApplication, findDeletedServicePrincipal, ownersOfDeleted, restore } from '../graph/deleted-items';
import { proveOwnership } from '../graph/ownership';
import { createServicePrincipal, deleteServicePrincipal, findServicePrincipal } from '../graph/service-principals';
import { directoryStep, requireOwnName, tenantOf, type Tenant } from '../ports';

/** What was found or made, before its credentials are put right. */
interface Registered<T> {
  readonly object: T;
  readonly how: 'created' | 'restored' | 'found';
}

/**
 * Registers the application of a plan and its service principal. What exists is read and proven to be the factory's
 * before anything of it is changed; what is deleted is brought back, and loses every credential that the plan lacks.
 * The service principal comes last: whatever stops the step before leaves nobody who could sign in.
 */
export const entraRegisterApplication = directoryStep(
  'entra.registerApplication',
  async ({ request, inputs: { plan } }, context): Promise<StepOutputs<'entra.registerApplication'>> => {
    requireOwnName(plan.uniqueName, request);
    const tenant = tenantOf(plan.identityProvider, context);
    const application = await ensureApplication(tenant, plan);
    const live = application.how === 'created' ? undefined : await provenServicePrincipal(tenant, application);
    const corrected = await putRight(tenant, application, plan);
    const principal = await ensureServicePrincipal(tenant, application, live, plan);
    const stripped = await removeSecrets(tenant.graph, 'servicePrincipals', principal.object);
    const changed = corrected || stripped || principal.how !== 'found';
    const how = application.how === 'found' ? (changed ? 'changed' : 'unchanged') : application.how;
    const clientId = application.object.appId;
    return { clientId, audience: clientId, subject: principal.object.id, registration: how };
  },
);

const ensureApplication = async (tenant: Tenant, plan: ApplicationPlan): Promise<Registered<GraphApplication>> => {
  const found = await findApplication(tenant.graph, plan.uniqueName);
  if (found !== undefined) return proven(tenant, found, 'found');
  const created = await createApplication(tenant.graph, plan);
  // Graph makes the caller the owner of what it creates: there is nothing to prove.
  if (created.kind === 'created') return { object: created.application, how: 'created' };
  if (created.kind === 'refused') await restoreApplication(tenant, plan, created.said);
  const now = await findApplication(tenant.graph, plan.uniqueName);
  if (now === undefined)
    throw new Failure('ReplicationLag', `The application ${plan.uniqueName} is there, and cannot be read yet.`);
  return proven(tenant, now, created.kind === 'exists' ? 'found' : 'restored');
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
const restoreApplication = async (tenant: Tenant, plan: ApplicationPlan, refused: string): Promise<void> => {
  const deleted = await findDeletedApplication(tenant.graph, plan);
  if (deleted === undefined) {
    const what = `Microsoft Graph refuses to register ${plan.uniqueName} (${refused}), and no deleted application holds the name.`;
    throw new Failure('DirectoryRefused', what);
  }
  const owners = await ownersOfDeleted(tenant.graph, deleted);
  if (owners !== undefined) {
    const what = `The deleted application ${plan.uniqueName}`;
    proveOwnership({ id: deleted.id, owners }, await tenant.factoryPrincipal(), what);
  }
  await restore(tenant.graph, deleted);
};

/** The live service principal of the application, proven to be the factory's; undefined where there is none. */
const provenServicePrincipal = async (
  tenant: Tenant,
  { object: { appId } }: Registered<GraphApplication>,
): Promise<GraphServicePrincipal | undefined> => {
  const live = await findServicePrincipal(tenant.graph, appId);
  if (live !== undefined) proveOwnership(live, await tenant.factoryPrincipal(), `The service principal of ${appId}`);
  return live;
};

/**
 * The service principal of the application. That of an application which no record names is made anew, even where the
 * factory is its sole owner: ownership can be given away, and a token that was made before would fit the same `sub`.
 */
const ensureServicePrincipal = async (
  tenant: Tenant,
  application: Registered<GraphApplication>,
  live: GraphServicePrincipal | undefined,
  plan: ApplicationPlan,
): Promise<Registered<GraphServicePrincipal>> => {
  const { graph } = tenant;
  const { appId } = application.object;
  const isRecorded = plan.knownClientIds.includes(appId);
  if (live !== undefined && isRecorded) return { object: live, how: 'found' };
  if (live !== undefined) await deleteServicePrincipal(graph, live);
  // A run that broke off may have left the application restored and its service principal deleted.
  const deleted =
    isRecorded && application.how !== 'created' ? await findDeletedServicePrincipal(graph, appId) : undefined;
  if (deleted !== undefined) {
    await restore(graph, deleted);
    const restored = await provenServicePrincipal(tenant, application);
    if (restored !== undefined) return { object: restored, how: 'restored' };
  }
  const created = deleted === undefined ? await createServicePrincipal(graph, application.object) : 'exists';
  if (created !== 'exists') return { object: created, how: 'created' };
  throw new Failure('ReplicationLag', `The service principal of ${appId} is there, and cannot be read yet.`);
};

const putRight = async (
  { graph, cloud }: Tenant,
  application: Registered<GraphApplication>,
  plan: ApplicationPlan,
): Promise<boolean> => {
  const isNew = application.how === 'created';
  const audience = tokenExchangeAudience(cloud);
  const done = [
    await removeSecrets(graph, 'applications', application.object),
    await syncFederatedCredentials(graph, application.object.id, plan.federatedCredentials, { audience, isNew }),
    isNew ? false : await correctApplication(graph, application.object, plan),
  ];
  return done.includes(true);
};
