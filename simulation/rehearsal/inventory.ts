import { isSharedName } from '../../federation/callers';
import { currentFacts } from '../../federation/records';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';
import type { Application } from '../entra';
import type { Stage, Tenant } from './stage';

/** What there is in every account of the local organization that is open, as an inventory has it; makes no calls for it. */
export const inventoryOf = (stage: Stage): readonly InventoryAccount[] => {
  const { organization } = stage;
  const { table, organization: facts, clock } = organization;
  const callers = [...stage.tenants].flatMap(([name, tenant]) => callersOf(name, tenant));
  return facts
    .accounts()
    .filter(({ id }) => !facts.isClosed(id))
    .map((listed): InventoryAccount => {
      const account = currentFacts(table.accounts.get(listed.id), stage.policy.accounts[listed.id]) ?? listed;
      const bindings = [...table.bindings.values()].filter((binding) => binding.account === account.id);
      const shared = new Set(bindings.flatMap(({ uniqueName = '' }) => (isSharedName(uniqueName) ? [uniqueName] : [])));
      return {
        inventory: 'oidc-factory/v1',
        observedAt: clock.now().toISOString(),
        account,
        roles: organization.roles(account.id),
        providers: organization.providers(account.id),
        callers: callers
          .filter(({ tags, caller }) => tags.includes(`aws-account:${account.id}`) || shared.has(caller.uniqueName))
          .map(({ caller }) => caller),
        bindings,
        sightings: table.sightings.get(account.id) ?? [],
      };
    });
};

/** The applications of a tenant that have a unique name, whoever owns them. */
const callersOf = (
  identityProvider: string,
  { entra, factory }: Tenant,
): readonly { readonly caller: ObservedApplication; readonly tags: readonly string[] }[] => {
  const { applications, servicePrincipals } = entra.snapshot();
  const isOurs = ({ owners }: { readonly owners: readonly string[] }): boolean =>
    owners.length === 1 && owners[0] === factory.servicePrincipalId;
  return applications.flatMap((application) => {
    const { uniqueName, appId, tags } = application;
    if (uniqueName === null) return [];
    const principal = servicePrincipals.find((each) => each.appId === appId);
    const hasSecrets = [application, ...(principal === undefined ? [] : [principal])].some(
      ({ passwordCredentials, keyCredentials }) => passwordCredentials.length + keyCredentials.length > 0,
    );
    const caller: ObservedApplication = {
      identityProvider,
      uniqueName: uniqueName.toLowerCase(),
      clientId: appId.toLowerCase(),
      ...(principal !== undefined && { subject: principal.id.toLowerCase() }),
      isOurs: isOurs(application) && (principal === undefined || isOurs(principal)),
      isSound: hasOurTokens(application) && !hasSecrets,
    };
    return [{ caller, tags }];
  });
};

/** As the factory makes them. */
const hasOurTokens = ({ signInAudience, requestedAccessTokenVersion, identifierUris }: Application): boolean =>
  signInAudience === 'AzureADMyOrg' && requestedAccessTokenVersion === 1 && identifierUris.length === 1;
