import { issuerOfProvider, oidcProviderArn } from '../../federation/arn';
import type { AccountFacts } from '../../federation/compiled-policy';
import type { InventoriedAccount } from '../../federation/examine';
import { hostAndPathOf } from '../../federation/issuer';
import { asksForSessionDuration } from '../../federation/limits';
import type { ListedProvider, ObservedProvider } from '../../federation/observed';
import type { AccountIam } from '../../federation/ports';
import { outOfScope } from '../../federation/verdict';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { AccountStepsPorts } from './ports';

/** An account as it stands, and the way into it; an account out of scope is not entered. */
export interface ObservedAccount {
  readonly observation: InventoriedAccount;
  readonly iam?: AccountIam;
}

/**
 * Reads an account in as few calls as it takes: the list of its OIDC providers, each managed one that is listed, and the
 * pages of the listings that the policies need. Nothing is called for a role.
 * @param applications they must have been listed before.
 */
export const observeAccount = async (
  account: AccountFacts,
  applications: readonly ObservedApplication[],
  ports: AccountStepsPorts,
): Promise<ObservedAccount> => {
  const { policy, table, clock } = ports;
  const now = clock.now();
  const isInScope = outOfScope(account, policy) === undefined;
  const iam = isInScope ? await ports.accounts.open(account.id) : undefined;
  const wanted = { sessionDurations: asksForSessionDuration(policy.policies) };
  const roles = iam === undefined ? [] : await iam.describeRoles(wanted);
  const bindings = await table.listBindings(account.id);
  const { providers, allProviders } = iam === undefined ? noProviders : await readProviders(account.id, iam, ports);
  const sightings = await table.readSightings(account.id);
  const pauses = await ports.pauses.read();
  const observation = { account, roles, providers, allProviders, bindings, applications, sightings, now, pauses };
  return { observation, ...(iam !== undefined && { iam }) };
};

type Providers = Pick<InventoriedAccount, 'providers' | 'allProviders'>;

const noProviders: Providers = { providers: new Map(), allProviders: [] };

const readProviders = async (account: string, iam: AccountIam, { policy }: AccountStepsPorts): Promise<Providers> => {
  const { identityProviders, outsideProviders, organization } = policy;
  const listed = await iam.listOpenIdConnectProviders();
  const read = new Map<string, ObservedProvider>();
  const providers = new Map<string, ObservedProvider>();
  for (const { issuer } of [...identityProviders, ...outsideProviders]) {
    const arn = oidcProviderArn(organization.partition, account, hostAndPathOf(issuer));
    const observed = listed.includes(arn) ? await iam.getOpenIdConnectProvider(issuer) : undefined;
    if (observed !== undefined) read.set(issuer, observed);
  }
  for (const { name, issuer } of identityProviders) {
    const observed = read.get(issuer);
    if (observed !== undefined) providers.set(name, observed);
  }
  const byArn = new Map([...read.values()].map((observed) => [observed.arn, observed]));
  const allProviders = listed.flatMap((arn): readonly ListedProvider[] => {
    const issuer = issuerOfProvider(arn);
    return issuer === undefined ? [] : [byArn.get(arn) ?? { arn, issuer }];
  });
  return { providers, allProviders };
};
