import { accountOfName, factoryTag, isSharedName } from '../../federation/callers';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { GraphApplication } from '../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../schemas/generated/graph/service-principal.types';
import { hasOurTokens, listApplications } from './graph/applications';
import { hasSecrets } from './graph/credentials';
import { isSoleOwner } from './graph/ownership';
import { findServicePrincipal, listServicePrincipals } from './graph/service-principals';
import type { Tenant } from './ports';

/** An application of the factory's, and what is observed of it. */
export interface FoundApplication {
  readonly application: GraphApplication;
  readonly observed: ObservedApplication;
}

/** Which applications are looked for: by a tag, and of these the ones with a name that the factory gives. */
export interface Wanted {
  readonly tag: string;
  readonly isNamed: (uniqueName: string) => boolean;
}

/** The applications of every account, and those that roles share. */
export const everyApplication: Wanted = {
  tag: factoryTag,
  isNamed: (name) => isSharedName(name) || accountOfName(name) !== undefined,
};

/**
 * The applications in a tenant, by a tag. The tag only finds them: what is the factory's is what it owns alone, and what
 * has no name that the factory gives is left out.
 */
export const observeApplications = async (
  tenant: Tenant,
  identityProvider: string,
  { tag, isNamed }: Wanted,
): Promise<readonly FoundApplication[]> => {
  const { graph } = tenant;
  const named = new Map<string, GraphApplication>();
  for await (const application of listApplications(graph, tag)) {
    const uniqueName = application.uniqueName?.toLowerCase() ?? '';
    if (uniqueName.length <= longestName && isNamed(uniqueName) && !named.has(uniqueName))
      named.set(uniqueName, application);
  }
  if (named.size === 0) return [];

  const principals = new Map<string, GraphServicePrincipal>();
  for await (const principal of listServicePrincipals(graph, tag)) principals.set(principal.appId, principal);
  const factory = await tenant.factoryPrincipal();
  const found: FoundApplication[] = [];
  for (const [uniqueName, application] of named) {
    // Any user may register as many as they like under these tags: what is somebody else's counts as not there.
    if (!isSoleOwner(application.owners ?? [], factory)) continue;
    // Somebody may have taken its tag away.
    const principal = principals.get(application.appId) ?? (await findServicePrincipal(graph, application.appId));
    found.push({ application, observed: observed(application, principal, factory, { identityProvider, uniqueName }) });
  }
  return found;
};

const observed = (
  application: GraphApplication,
  principal: GraphServicePrincipal | undefined,
  factory: string,
  named: Pick<ObservedApplication, 'identityProvider' | 'uniqueName'>,
): ObservedApplication => ({
  ...named,
  clientId: application.appId.toLowerCase(),
  ...(principal !== undefined && { subject: principal.id.toLowerCase() }),
  isOurs: principal === undefined || isSoleOwner(principal.owners ?? [], factory),
  isSound: hasOurTokens(application) && !hasSecrets(application) && (principal === undefined || !hasSecrets(principal)),
});

/** No name of the factory's is longer: a role's has 64 characters at most. */
const longestName = 120;
