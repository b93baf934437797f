import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { GraphApplication } from '../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../schemas/generated/graph/service-principal.types';
import { hasOurTokens, listApplications } from './graph/applications';
import { hasSecrets } from './graph/credentials';
import { isSoleOwner } from './graph/ownership';
import { findServicePrincipal, listServicePrincipals } from './graph/service-principals';
import { isOfAccount } from './own-names';
import type { Tenant } from './ports';

/**
 * The applications of an account in a tenant, by their tag. The tag only finds them: what is the factory's is what it
 * owns alone, and what has no name that the factory gives is left out.
 */
export const observeApplications = async (
  tenant: Tenant,
  identityProvider: string,
  account: string,
): Promise<readonly ObservedApplication[]> => {
  const { graph } = tenant;
  const tag = `aws-account:${account}`;
  const applications: { readonly application: GraphApplication; readonly uniqueName: string }[] = [];
  for await (const application of listApplications(graph, tag)) {
    const uniqueName = application.uniqueName?.toLowerCase() ?? '';
    const isKnown = applications.some((other) => other.uniqueName === uniqueName);
    if (isOfAccount(uniqueName, account) && uniqueName.length <= longestName && !isKnown)
      applications.push({ application, uniqueName });
  }
  if (applications.length === 0) return [];

  const principals = new Map<string, GraphServicePrincipal>();
  for await (const principal of listServicePrincipals(graph, tag)) principals.set(principal.appId, principal);
  const factory = await tenant.factoryPrincipal();
  const observed: ObservedApplication[] = [];
  for (const { application, uniqueName } of applications) {
    // Any user may register as many as they like under these tags: what is somebody else's counts as not there.
    if (!isSoleOwner(application.owners ?? [], factory)) continue;
    // Somebody may have taken its tag away.
    const principal = principals.get(application.appId) ?? (await findServicePrincipal(graph, application.appId));
    observed.push({
      identityProvider,
      uniqueName,
      clientId: application.appId.toLowerCase(),
      ...(principal !== undefined && { subject: principal.id.toLowerCase() }),
      isOurs: principal === undefined || isSoleOwner(principal.owners ?? [], factory),
      isSound:
        hasOurTokens(application) && !hasSecrets(application) && (principal === undefined || !hasSecrets(principal)),
    });
  }
  return observed;
};

/** No name of the factory's is longer: a role's has 64 characters at most. */
const longestName = 120;
