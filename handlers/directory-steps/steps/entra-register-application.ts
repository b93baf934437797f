import type { ApplicationPlan } from '../../../schemas/generated/events/application-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../../schemas/generated/graph/service-principal.types';
import { Failure } from '../../../federation/failures';
import type { StepOutputs } from '../../step';
import {
  correctApplication,
  createApplication,
  findApplication,
  findDeletedApplication,
  restore,
} from '../graph/applications';
import { removeSecrets, syncFederatedCredentials } from '../graph/credentials';
import { proveOwnership } from '../graph/ownership';
import { createServicePrincipal, findDeletedServicePrincipal, findServicePrincipal } from '../graph/service-principals';
import { directoryStep, tenantOf, type Tenant } from '../ports';

/** What was found or made, before its credentials are put right. */
interface Registered<T> {
  readonly object: T;
  readonly how: 'created' | 'restored' | 'found';
}

/**
 * Registers the application of a plan and its service principal. What exists is read and proven to be the factory's
 * before anything of it is changed; what is deleted is brought back, and loses every credential that the plan lacks.
 */
export const entraRegisterApplication = directoryStep(
  'entra.registerApplication',
  async ({ inputs: { plan } }, context): Promise<StepOutputs<'entra.registerApplication'>> => {
    const tenant = tenantOf(plan.identityProvider, context);
    const application = await ensureApplication(tenant, plan);
    const principal = await ensureServicePrincipal(tenant, application);
    const changed = await putRight(tenant, application, principal, plan);
    const how = application.how === 'found' ? (changed ? 'changed' : 'unchanged') : application.how;
    const clientId = application.object.appId;
    return { clientId, audience: clientId, subject: principal.object.id, registration: how };
  },
);

const ensureApplication = async (tenant: Tenant, plan: ApplicationPlan): Promise<Registered<GraphApplication>> => {
  const found = await findApplication(tenant.graph, plan.uniqueName);
  if (found !== undefined) return provenApplication(tenant, found, 'found');
  const created = await createApplication(tenant.graph, plan);
  // Graph makes the caller the owner of what it creates: there is nothing to prove.
  if (created !== 'exists' && created !== 'held') return { object: created, how: 'created' };
  if (created === 'held') {
    const deleted = await findDeletedApplication(tenant.graph, plan);
    if (deleted === undefined)
      throw new Failure(
        'DirectoryRefused',
        `Microsoft Graph refuses to register ${plan.uniqueName}, and no deleted application holds the name.`,
      );
    await restore(tenant.graph, deleted.id);
  }
  const now = await findApplication(tenant.graph, plan.uniqueName);
  if (now === undefined)
    throw new Failure('ReplicationLag', `The application ${plan.uniqueName} is there, and cannot be read yet.`);
  return provenApplication(tenant, now, created === 'held' ? 'restored' : 'found');
};

const provenApplication = async (
  tenant: Tenant,
  application: GraphApplication,
  how: 'restored' | 'found',
): Promise<Registered<GraphApplication>> => {
  proveOwnership(
    application,
    await tenant.factoryPrincipal(),
    `The application ${application.uniqueName ?? application.appId}`,
  );
  return { object: application, how };
};

const ensureServicePrincipal = async (
  tenant: Tenant,
  { object: application, how }: Registered<GraphApplication>,
): Promise<Registered<GraphServicePrincipal>> => {
  if (how === 'restored') {
    const deleted = await findDeletedServicePrincipal(tenant.graph, application.appId);
    if (deleted !== undefined) await restore(tenant.graph, deleted.id);
  }
  const found = how === 'created' ? undefined : await findServicePrincipal(tenant.graph, application.appId);
  const created = found ?? (await createServicePrincipal(tenant.graph, application));
  if (found === undefined && created !== 'exists') return { object: created, how: 'created' };

  const there = created === 'exists' ? await findServicePrincipal(tenant.graph, application.appId) : created;
  if (there === undefined)
    throw new Failure(
      'ReplicationLag',
      `The service principal of ${application.appId} is there, and cannot be read yet.`,
    );
  proveOwnership(there, await tenant.factoryPrincipal(), `The service principal of ${application.appId}`);
  return { object: there, how: 'found' };
};

const putRight = async (
  { graph }: Tenant,
  application: Registered<GraphApplication>,
  principal: Registered<GraphServicePrincipal>,
  plan: ApplicationPlan,
): Promise<boolean> => {
  const isNew = application.how === 'created';
  const done = [
    await removeSecrets(graph, 'applications', application.object),
    await removeSecrets(graph, 'servicePrincipals', principal.object),
    await syncFederatedCredentials(graph, application.object.id, plan.federatedCredentials, { isNew }),
    isNew ? false : await correctApplication(graph, application.object, plan),
  ];
  return done.includes(true) || principal.how === 'created';
};
