import { Failure } from '../../../federation/failures';
import { tokenExchangeAudience } from '../../../federation/issuer';
import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import { correctApplication } from '../graph/applications';
import type { Meanings } from '../graph/call';
import { removeSecrets, syncFederatedCredentials } from '../graph/credentials';
import { lagOf } from '../graph/lag';
import { ensureTags } from '../graph/tags';
import type { Tenant } from '../ports';
import { ensureApplication } from './ensure-application';
import { ensureServicePrincipal, provenServicePrincipal } from './ensure-service-principal';
import { notHandedOver } from './hand-over';
import type { Registered } from './registered';
import { requireFreeIdentifierUri } from './require-free-identifier-uri';
import { takeOverApplication } from './take-over';

/** An application as it is registered now. */
export interface Registration {
  readonly clientId: string;
  /** Object id of its service principal. */
  readonly subject: string;
  readonly how: 'created' | 'restored' | 'taken-over' | 'changed' | 'unchanged';
}

/**
 * Registers the application of a plan and its service principal. What exists is read and proven to be the factory's
 * before anything of it is changed; what is deleted is brought back, and loses every credential that the plan lacks.
 * The service principal comes last: whatever stops the registration before leaves nobody who could sign in. What is
 * handed over, and no record names yet, is taken over as it is.
 */
export const registerApplication = async (tenant: Tenant, plan: ApplicationPlan): Promise<Registration> => {
  const { graph, clock } = tenant;
  const { handedOver, knownClientIds } = plan;
  if (handedOver !== undefined && !knownClientIds.includes(handedOver.clientId))
    return takeOverApplication(tenant, plan, handedOver);
  const application = await ensureApplication(tenant, plan);
  const { object } = application;
  const live = application.how === 'created' ? undefined : await provenServicePrincipal(tenant, object);
  if (handedOver?.subject !== undefined && handedOver.subject !== live?.id)
    throw notHandedOver(plan, handedOver, [
      `the trust policy of the role admits ${handedOver.subject}, and not its service principal`,
    ]);
  // Without a service principal it was made or brought back by a run that broke off, nobody can say when.
  const meanings = lagOf(object, clock, application.how !== 'found' || live === undefined);
  const corrected = await putRight(tenant, application, plan, meanings);
  const principal = await ensureServicePrincipal(tenant, application, live, { plan, meanings });
  const ofPrincipal = principal.how === 'found' ? meanings : lagOf(object, clock, true);
  const stripped = await removeSecrets(graph, 'servicePrincipals', principal.object, ofPrincipal);
  const tagged =
    principal.how !== 'created' &&
    (await ensureTags(graph, 'servicePrincipals', principal.object, plan.tags, ofPrincipal));
  const changed = corrected || stripped || tagged || principal.how !== 'found';
  const how = application.how === 'found' ? (changed ? 'changed' : 'unchanged') : application.how;
  return { clientId: object.appId, subject: principal.object.id, how };
};

const putRight = async (
  tenant: Tenant,
  { object, how }: Registered<GraphApplication>,
  plan: ApplicationPlan,
  meanings: Meanings,
): Promise<boolean> => {
  const { graph, cloud } = tenant;
  const isNew = how === 'created';
  const audience = tokenExchangeAudience(cloud);
  const done = [
    await removeSecrets(graph, 'applications', object, meanings),
    await syncFederatedCredentials(graph, object.id, plan.federatedCredentials, { audience, isNew, meanings }),
    !isNew && (await correctTokens(tenant, object, plan, meanings)),
    !isNew && (await ensureTags(graph, 'applications', object, plan.tags, meanings)),
  ];
  return done.includes(true);
};

const correctTokens = async (
  { graph }: Tenant,
  application: GraphApplication,
  plan: ApplicationPlan,
  meanings: Meanings,
): Promise<boolean> => {
  const outcome = await correctApplication(graph, application, plan, meanings);
  if (outcome === 'right' || outcome === 'corrected') return outcome === 'corrected';
  if (outcome.mayBeTaken) await requireFreeIdentifierUri(graph, plan);
  const what = `Microsoft Graph refuses to correct the application ${plan.uniqueName} (${outcome.said}).`;
  throw new Failure(meanings[400] ?? 'DirectoryRefused', what);
};
