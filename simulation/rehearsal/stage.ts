import type { CompiledPolicy, IdentityProvider } from '../../federation/compiled-policy';
import type {
  ScenarioAccount,
  ScenarioDelivery,
  ScenarioFaults,
} from '../../schemas/generated/documents/scenario.types';
import type { CallCounter } from '../calls';
import { VirtualClock } from '../clock';
import {
  type Application,
  GitHubIssuer,
  githubIssuer,
  LocalEntra,
  type Registration,
  seededGuids,
  type ServicePrincipal,
} from '../entra';
import { SimulationError } from '../errors';
import { Faults } from '../faults';
import type { CreateRoleRequest } from '../iam';
import { IssuerRegistry } from '../issuers';
import { LocalOrganization } from '../local-organization';
import { playedAt, unplaced, type ScenarioPlaces } from './place';
import { CallLog } from './call-log';
import { type Publish, type Published, published, type Revision } from './publish';

/** What a stage is set up from: the generated files, parsed, and the policy that they were generated from. */
export interface StageInput extends Published {
  readonly hookTemplate: string;
  /** Accounts that are there before the story begins, beside those of the policy. */
  readonly accounts: readonly ScenarioAccount[];
  /** Where they stand in the scenario. */
  readonly places?: ScenarioPlaces;
  readonly faults?: ScenarioFaults;
  /** The way of delivery, where it is another one than that of the YAML. */
  readonly deliver?: ScenarioDelivery;
  /** How an edit of the YAML is generated; without it no scenario can have one. */
  readonly publish?: Publish;
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
  readonly calls: CallLog;
  /** As it is deployed now. */
  policy: CompiledPolicy;
  /** Those that were deployed before, oldest first. */
  readonly policies: CompiledPolicy[];
  readonly publish?: Publish;
  /** The edits of the YAML so far. */
  readonly revisions: Revision[];
  readonly faults: Faults;
  readonly github: GitHubIssuer;
  /** By the name of the identity provider. */
  readonly tenants: ReadonlyMap<string, Tenant>;
  /** Roles that the scenario made, by account and name, with what they were made with. */
  readonly cast: Map<string, CastRole>;
  /** Applications that somebody registered under the name of a role's own, by the role's account and name. */
  readonly squatters: Map<string, Squatter>;
  /** Applications that people registered by hand, by the name that the scenario gives them. */
  readonly handMade: Map<string, HandMadeApplication>;
  /** Client ids of what was there before the story began, such as the callers of bindings that the configuration declares. */
  readonly standing: ReadonlySet<string>;
}

/** An application under the name of a role's own that somebody else registered. */
export interface Squatter extends Registration {
  /** Application and service principal, as they were registered. */
  readonly objects: readonly (Application | ServicePrincipal)[];
}

/** An application that somebody registered by hand, and the outside job that signs in as it. */
export interface HandMadeApplication extends Registration {
  readonly jobSubject: string;
}

/** A role that the scenario made. */
export interface CastRole {
  readonly account: string;
  readonly roleName: string;
  readonly path: string;
  readonly identityProvider: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What it was created from. */
  readonly request: CreateRoleRequest;
  /** The trust policy as it was last told of. */
  trustPolicy: string;
  /** The trust policy as people wrote it last. */
  written: string;
  /** The application, made by hand, that it was created for. */
  readonly application?: string;
}

const strangerSubject = 'repo:somebody/else:environment:prod';

/**
 * Sets up the organization, a tenant for each identity provider, and an outside issuer of job tokens; lets the accounts
 * of the scenario be there.
 * @throws SimulationError that begins with the place of the account, where one cannot be there.
 */
export const createStage = async ({
  accounts,
  places = unplaced,
  faults: settings,
  deliver,
  publish,
  hookTemplate,
  ...asConfigured
}: StageInput): Promise<Stage> => {
  const revisions: Revision[] = deliver === undefined ? [] : [{ deliver }];
  const { policy, ...generated } = deliver === undefined ? asConfigured : await published(revisions, publish);
  const clock = new VirtualClock();
  const issuers = new IssuerRegistry();
  const faults = new Faults(settings);
  const calls = new CallLog();
  const entras = new Map(
    policy.identityProviders.map((provider) => [provider.name, tenantOf(provider, { clock, issuers, calls, faults })]),
  );
  const organization = LocalOrganization.create({
    ...generated,
    hookTemplate,
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
    faults,
  });
  calls.position = () => ({ events: organization.events().length, at: clock.now().getTime() });
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
  return {
    organization,
    calls,
    policy,
    policies: [],
    ...(publish !== undefined && { publish }),
    revisions,
    faults,
    github: new GitHubIssuer(clock, issuers),
    tenants,
    cast: new Map(),
    squatters: new Map(),
    handMade: new Map(),
    standing: new Set(
      [...tenants.values()].flatMap(({ entra }) => entra.snapshot().applications.map(({ appId }) => appId)),
    ),
  };
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
  shared: {
    readonly clock: VirtualClock;
    readonly issuers: IssuerRegistry;
    readonly calls: CallCounter;
    readonly faults: Faults;
  },
): LocalEntra => new LocalEntra({ tenantId, cloud, ...shared, ids: seededGuids(name) });
