import { isSharedName } from '../../federation/callers';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { GraphApplication } from '../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../schemas/generated/graph/service-principal.types';
import { hasOurTokens, listApplications } from './graph/applications';
import { hasSecrets } from './graph/credentials';
import { isSoleOwner } from './graph/ownership';
import { findServicePrincipal, listServicePrincipals } from './graph/service-principals';
import { accountOf, isOfAccount } from './own-names';
import type { Tenant } from './ports';

/**
 * The applications of an account in a tenant, by their tag. The tag only finds them: what is the factory's is what it
 * owns alone, and what has no name that the factory gives is left out.
 */
export const observeApplications = (
  tenant: Tenant,
  identityProvider: string,
  account: string,
): Promise<readonly ObservedApplication[]> =>
  observeTagged(tenant, identityProvider, {
    tag: `aws-account:${account}`,
    isOwnName: (uniqueName) => isOfAccount(uniqueName, account),
  });

/** The applications of every account in a tenant, and those that roles share, by the tag that all have in common. */
export const observeAllApplications = (
  tenant: Tenant,
  identityProvider: string,
): Promise<readonly ObservedApplication[]> =>
  observeTagged(tenant, identityProvider, {
    tag: 'oidc-factory',
    isOwnName: (uniqueName) => isSharedName(uniqueName) || accountOf(uniqueName) !== undefined,
  });

/** What is looked for. */
interface Wanted {
  readonly tag: string;
  readonly isOwnName: (uniqueName: string) => boolean;
}

const observeTagged = async (
  tenant: Tenant,
  identityProvider: string,
  { tag, isOwnName }: Wanted,
): Promise<readonly ObservedApplication[]> => {
  const { graph } = tenant;
  const applications = new Map<string, GraphApplication>();
  for await (const application of listApplications(graph, tag)) {
    const uniqueName = application.uniqueName?.toLowerCase() ?? '';
    if (isOwnName(uniqueName) && uniqueName.length <= longestName && !applications.has(uniqueName))
      applications.set(uniqueName, application);
  }
  if (applications.size === 0) return [];

  const principals = new Map<string, GraphServicePrincipal>();
  for await (const principal of listServicePrincipals(graph, tag)) principals.set(principal.appId, principal);
  const factory = await tenant.factoryPrincipal();
  const observed: ObservedApplication[] = [];
  for (const [uniqueName, application] of applications) {
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
