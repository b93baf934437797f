import { tokenExchangeAudience } from '../../../federation/issuer';
import { Failure } from '../../../federation/failures';
import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../../schemas/generated/graph/service-principal.types';
import { findApplication, findApplicationByClientId } from '../graph/applications';
import { hasSecrets, listFederatedCredentials, matcherFor } from '../graph/credentials';
import { isSoleOwner } from '../graph/ownership';
import { findServicePrincipal } from '../graph/service-principals';
import type { Tenant } from '../ports';

/** What the YAML hands over. */
export type PlannedHandOver = NonNullable<ApplicationPlan['handedOver']>;

/** An application that somebody made, and that is the factory's by now: nobody else can sign in as it or give it away. */
export interface HandedOver {
  readonly application: GraphApplication;
  readonly principal: GraphServicePrincipal;
}

/**
 * Reads an application that the YAML hands over, and proves that it is handed over whole: the factory owns it and its
 * service principal alone, its tokens are those that the trust policy pins, and nobody can sign in as it but by what the
 * plan names. Nothing is written, and everything that is missing is told at once.
 * @throws Failure `ApplicationNotHandedOver`
 */
export const provenHandOver = async (
  tenant: Tenant,
  plan: ApplicationPlan,
  handedOver: PlannedHandOver,
): Promise<HandedOver> => {
  const { clientId } = handedOver;
  const named = await findApplication(tenant.graph, plan.uniqueName);
  if (named !== undefined && named.appId !== clientId) throw notHandedOver(plan, handedOver, [nameOf(plan, named)]);
  const application = named ?? (await findApplicationByClientId(tenant.graph, clientId));
  if (application === undefined)
    throw notHandedOver(plan, handedOver, [
      'there is no such application in the tenant, so that nothing is registered',
    ]);
  const principal = await findServicePrincipal(tenant.graph, clientId);
  const factory = await tenant.factoryPrincipal();
  const missing = [
    ...shortOfApplication(application, plan, factory),
    ...(await shortOfCredentials(tenant, application, plan)),
    ...(principal === undefined ? ['it has no service principal'] : shortOfPrincipal(principal, handedOver, factory)),
  ];
  if (principal === undefined || missing.length > 0) throw notHandedOver(plan, handedOver, missing);
  return { application, principal };
};

/** What there is to say of an application that is not the factory's yet, or no longer. @param missing each without a stop. */
export const notHandedOver = (
  { uniqueName }: ApplicationPlan,
  { clientId }: PlannedHandOver,
  missing: readonly string[],
): Failure =>
  new Failure(
    'ApplicationNotHandedOver',
    `The application ${clientId}, which the YAML hands over as ${uniqueName}, cannot be taken over: ${missing.join('; ')}.`,
  );

/** Says that another application has the name that the one which is handed over is to get. */
export const nameOf = ({ uniqueName }: ApplicationPlan, { appId }: GraphApplication): string =>
  `another application, ${appId}, has the unique name ${uniqueName}: have it deleted for good, or take the line out`;

const shortOfApplication = (
  { owners = [], uniqueName, signInAudience, api, identifierUris = [], ...application }: GraphApplication,
  plan: ApplicationPlan,
  factory: string,
): readonly string[] => {
  const others = identifierUris.filter((uri) => uri !== plan.identifierUri);
  const version = api?.requestedAccessTokenVersion ?? 1;
  return [
    ...(isSoleOwner(owners, factory) ? [] : [`it is owned by ${idsOf(owners)}, and must be by ${factory} alone`]),
    ...(uniqueName === null || uniqueName === undefined || uniqueName.toLowerCase() === plan.uniqueName
      ? []
      : [`it has the unique name ${uniqueName}, which Microsoft Entra never changes, so that it stays whose it is`]),
    ...(signInAudience === 'AzureADMyOrg'
      ? []
      : [`it is for ${signInAudience ?? 'others'}, and not for this tenant only`]),
    ...(version === 1 ? [] : [`its tokens are of version ${version}, and the provider takes those of version 1`]),
    ...(others.length === 0
      ? []
      : [
          `it has the App ID URI ${others.join(', ')}, which the factory would take from whoever asks for its tokens by it`,
        ]),
    ...(hasSecrets(application) ? ['it has a client secret or certificate'] : []),
  ];
};

const shortOfCredentials = async (
  { graph, cloud }: Tenant,
  { id, appId }: GraphApplication,
  { federatedCredentials }: ApplicationPlan,
): Promise<readonly string[]> => {
  const isAsPlanned = matcherFor(tokenExchangeAudience(cloud));
  const present = await listFederatedCredentials(graph, id);
  // What cannot be read must never pass for nothing.
  if (present === undefined)
    throw new Failure('ReplicationLag', `The federated credentials of the application ${appId} cannot be read yet.`);
  return present
    .filter((one) => !federatedCredentials.some((planned) => isAsPlanned(one, planned)))
    .map(({ name, issuer, subject }) => {
      const whom = typeof subject === 'string' ? `the subject ${subject} of ${issuer ?? 'an issuer'}` : 'an expression';
      return `its federated credential ${name ?? ''} takes tokens for ${whom}, which the policy does not plan`;
    });
};

const shortOfPrincipal = (
  { id, owners = [], ...principal }: GraphServicePrincipal,
  { subject }: PlannedHandOver,
  factory: string,
): readonly string[] => [
  ...(isSoleOwner(owners, factory)
    ? []
    : [`its service principal ${id} is owned by ${idsOf(owners)}, and must be by ${factory} alone`]),
  ...(hasSecrets({ id, ...principal }) ? [`its service principal ${id} has a secret or certificate`] : []),
  ...(subject === undefined || subject === id
    ? []
    : [`its service principal is ${id}, and the trust policy of the role admits ${subject}`]),
];

const idsOf = (owners: readonly { readonly id: string }[]): string => owners.map(({ id }) => id).join(', ') || 'nobody';
