import type { CompiledPolicy, IdentityProvider } from '../../federation/compiled-policy';
import type { ScenarioAccount } from '../../schemas/generated/documents/scenario.types';
import { CallCounter } from '../calls';
import { VirtualClock } from '../clock';
import { GitHubIssuer, githubIssuer, LocalEntra, seededGuids, type Registration } from '../entra';
import { IssuerRegistry } from '../issuers';
import { SimulationError } from '../errors';
import { LocalOrganization } from '../local-organization';
import { playedAt, unplaced, type ScenarioPlaces } from './place';

/** What a stage is set up from: the generated files, parsed, and the policy that they were generated from. */
export interface StageInput {
  readonly templates: ReadonlyMap<string, unknown>;
  readonly manifest: unknown;
  readonly hookTemplate: string;
  readonly policy: CompiledPolicy;
  /** Accounts that are there before the story begins, beside those of the policy. */
  readonly accounts: readonly ScenarioAccount[];
  /** Where they stand in the scenario. */
  readonly places?: ScenarioPlaces;
}

/** A tenant, and who is registered in it. */
export interface Tenant {
  readonly entra: LocalEntra;
  readonly factory: Registration;
  /** Another application of the tenant, which can sign in and has nothing to do with the factory. */
  readonly stranger: Registration;
  readonly strangerSubject: string;
}

/** Where a scenario is played. */
export interface Stage {
  readonly organization: LocalOrganization;
  readonly policy: CompiledPolicy;
  readonly github: GitHubIssuer;
  /** By the name of the identity provider. */
  readonly tenants: ReadonlyMap<string, Tenant>;
  /** Roles that the scenario made, by account and name, with what they were made with. */
  readonly cast: Map<string, CastRole>;
}

/** A role that the scenario made. */
export interface CastRole {
  readonly account: string;
  readonly roleName: string;
  readonly path: string;
  readonly identityProvider: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The trust policy as it was last told of. */
  trustPolicy: string;
}

const strangerSubject = 'repo:somebody/else:environment:prod';

/**
 * Sets up the organization, a tenant for each identity provider, and an outside issuer of job tokens; lets the accounts
 * of the scenario be there.
 * @throws SimulationError that begins with the place of the account, where one cannot be there.
 */
export const createStage = async ({
  policy,
  accounts,
  places = unplaced,
  ...generated
}: StageInput): Promise<Stage> => {
  const clock = new VirtualClock();
  const issuers = new IssuerRegistry();
  const calls = new CallCounter();
  const entras = new Map(
    policy.identityProviders.map((provider) => [provider.name, tenantOf(provider, { clock, issuers, calls })]),
  );
  const organization = LocalOrganization.create({
    ...generated,
    organization: {
      ...policy.organization,
      organizationalUnits: Object.entries(policy.organizationalUnits).map(([id, path]) => ({ id, path })),
      accounts: Object.values(policy.accounts),
    },
    directory: {
      graphFor: ({ name, factoryClientId }, getAssertion) =>
        named(entras, name).graphFor(getAssertion, factoryClientId),
    },
    clock,
    issuers,
    calls,
  });
  const outbound = organization.outboundIdentity();
  const tenants = new Map(
    policy.identityProviders.map(({ name, factoryClientId }) => {
      const entra = named(entras, name);
      const factory = entra.registerFactory({ clientId: factoryClientId, federatedCredential: outbound });
      const stranger = entra.registerStranger({ issuer: githubIssuer, subject: strangerSubject });
      return [name, { entra, factory, stranger, strangerSubject }];
    }),
  );
  for (const [index, account] of accounts.entries())
    await playedAt(places.account(index), () => organization.vendAccount(account));
  await organization.settle();
  calls.reset();
  return { organization, policy, github: new GitHubIssuer(clock, issuers), tenants, cast: new Map() };
};

/** Whom to find in a map that was made from the same names. */
export const named = <T>(map: ReadonlyMap<string, T>, name: string): T => {
  const found = map.get(name);
  if (found !== undefined) return found;
  throw new SimulationError(
    'unknown-identity-provider',
    `There is no identity provider ${name}; correct the scenario.`,
  );
};

const tenantOf = (
  { tenantId, cloud, name }: IdentityProvider,
  shared: { readonly clock: VirtualClock; readonly issuers: IssuerRegistry; readonly calls: CallCounter },
): LocalEntra => new LocalEntra({ tenantId, cloud, ...shared, ids: seededGuids(name) });
