import { Failure } from '../../../federation/failures';
import { tokenExchangeAudience } from '../../../federation/issuer';
import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import { indexApplication } from '../graph/applications';
import { findDeletedApplication } from '../graph/deleted-items';
import { syncFederatedCredentials } from '../graph/credentials';
import { lagOf } from '../graph/lag';
import { ensureTags } from '../graph/tags';
import type { Tenant } from '../ports';
import { nameOf, notHandedOver, type PlannedHandOver, provenHandOver } from './hand-over';
import { requireFreeIdentifierUri } from './require-free-identifier-uri';

/**
 * Takes over an application that the YAML hands over, with the service principal that it has: the `sub` of its tokens stays,
 * and so does the trust policy that pins it. Only what makes it found again is written, and the planned credentials that it
 * lacks; nothing is taken from it. The first write is the one that Graph may refuse.
 */
export const takeOverApplication = async (
  tenant: Tenant,
  plan: ApplicationPlan,
  handedOver: PlannedHandOver,
): Promise<{ readonly clientId: string; readonly subject: string; readonly how: 'taken-over' }> => {
  const { graph, clock, cloud } = tenant;
  const { application, principal } = await provenHandOver(tenant, plan, handedOver);
  const meanings = lagOf(application, clock);
  const indexed = await indexApplication(graph, application, plan, meanings);
  if (indexed !== 'right' && indexed !== 'indexed') {
    if (indexed.mayBeTaken) await requireFreeIdentifierUri(graph, plan);
    const deleted = indexed.mayBeTaken ? await findDeletedApplication(graph, plan) : undefined;
    if (deleted !== undefined) throw notHandedOver(plan, handedOver, [nameOf(plan, deleted)]);
    throw new Failure(
      'DirectoryRefused',
      `Microsoft Graph refuses to make the application ${application.appId} ${plan.uniqueName} (${indexed.said}).`,
    );
  }
  const audience = tokenExchangeAudience(cloud);
  await syncFederatedCredentials(graph, application.id, plan.federatedCredentials, {
    audience,
    isNew: false,
    meanings,
  });
  await ensureTags(graph, 'servicePrincipals', principal, plan.tags, meanings);
  return { clientId: application.appId, subject: principal.id, how: 'taken-over' };
};
