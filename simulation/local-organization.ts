import { hostAndPathOf } from '../federation/issuer';
import { names, outcomesSource, placeholderAudience } from '../federation/names';
import type { AccountFacts } from '../federation/compiled-policy';
import type { ObservedProvider, ObservedRole } from '../federation/observed';
import { CallCounter } from './calls';
import { Cfct } from './cfct';
import { VirtualClock } from './clock';
import { Cloud, type World } from './cloud';
import { CloudFormation } from './cloudformation';
import { AwsError, SimulationError } from './errors';
import {
  type AcceptedEvent,
  accountVendedEvent,
  EventBridge,
  iamCallEvent,
  type CloudEvent,
  type Notification,
  type Undelivered,
} from './eventbridge';
import { administrator, Authorizer, IamApi, observedRole, type CreateRoleRequest, type Principal } from './iam';
import { Ids } from './ids';
import { IssuerRegistry } from './issuers';
import { Lambda, LocalTable, type DirectorySide } from './lambda';
import { Organization, type OrganizationFacts } from './organization';
import { Scheduler } from './scheduler';
import { settle, type SettleBounds, type Settled } from './settle';
import { StepFunctions, type Execution } from './step-functions';
import { Sts, type WebIdentityAnswer, type WebIdentityRequest } from './sts';

/** What a local organization is made from. */
export interface LocalOrganizationOptions {
  /** The generated templates, parsed, by the paths that the manifest names them by. */
  readonly templates: ReadonlyMap<string, unknown>;
  /** manifest.yaml, parsed. */
  readonly manifest: unknown;
  /** Path of the lifecycle hook's template, which its own command deploys; left out where the manifest has it. */
  readonly hookTemplate?: string;
  readonly organization: OrganizationFacts;
  /** The tenants that the factory reaches. */
  readonly directory: DirectorySide;
  readonly clock?: VirtualClock;
  /** The issuers whose keys can be read; the tenants' and other outside issuers must be entered here. */
  readonly issuers?: IssuerRegistry;
  readonly calls?: CallCounter;
  /** Another seed gives other ids. */
  readonly seed?: string;
}

/** How the factory shows itself to the outside: what its federated credential in Entra must name. */
export interface OutboundIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** A message that nobody could work on. */
export interface DeadLetter {
  readonly queueArn: string;
  readonly body: string;
}

const usualBounds: SettleBounds = { rounds: 100_000, days: 14 };

/**
 * A world to play a story in: an AWS organization with everything that is generated deployed in it. Accounts are named by
 * their names or ids.
 */
export class LocalOrganization {
  readonly organization: Organization;
  readonly clock: VirtualClock;
  /** Counts remote calls by service, whoever makes them: iam, sts, graph, token; events, states, dynamodb, sqs, lambda. */
  readonly calls: CallCounter;
  readonly issuers: IssuerRegistry;
  readonly #world: World;
  readonly #cloud: Cloud;
  readonly #authorizer: Authorizer;
  readonly #eventBridge: EventBridge;
  readonly #sts: Sts;
  readonly #scheduler: Scheduler;
  readonly #lambda: Lambda;
  readonly #stepFunctions: StepFunctions;
  readonly #cfct: Cfct;
  readonly #tables = new Map<string, LocalTable>();

  /** @throws SimulationError where the templates or the manifest cannot be deployed. */
  static create(options: LocalOrganizationOptions): LocalOrganization {
    return new LocalOrganization(options);
  }

  private constructor(options: LocalOrganizationOptions) {
    this.organization = new Organization(options.organization);
    this.clock = options.clock ?? new VirtualClock();
    this.calls = options.calls ?? new CallCounter();
    this.issuers = options.issuers ?? new IssuerRegistry();
    const { organization, clock, calls, issuers } = this;
    this.#world = { organization, clock, calls, issuers, ids: new Ids(options.seed) };
    this.#cloud = new Cloud(this.#world);
    this.#authorizer = new Authorizer(organization, (account) => this.#cloud.iam(account));
    this.#eventBridge = new EventBridge(this.#world, this.#cloud, this.#authorizer);
    this.#sts = new Sts(this.#world, this.#cloud, this.#authorizer);
    this.#scheduler = new Scheduler(clock);
    this.#lambda = new Lambda({
      world: this.#world,
      cloud: this.#cloud,
      authorizer: this.#authorizer,
      eventBridge: this.#eventBridge,
      sts: this.#sts,
      directory: options.directory,
      stepFunctions: () => this.#stepFunctions,
      iam: (account, principal) => this.#iam(account, principal),
      table: (...key) => this.#table(...key),
    });
    this.#stepFunctions = new StepFunctions(
      this.#world,
      this.#cloud,
      this.#authorizer,
      this.#eventBridge,
      this.#scheduler,
      (functionArn, payload) => this.#lambda.invoke(functionArn, payload),
    );
    const cloudFormation = new CloudFormation(this.#world, this.#cloud);
    this.#cfct = new Cfct(options.manifest, options.templates, organization, cloudFormation);
    this.#cfct.run();
    this.#deployHook(options, cloudFormation);
    this.#enableOutboundFederation();
  }

  /** Vends an account: it comes with its StackSets, and Control Tower says so in the management account. */
  vendAccount(request: {
    readonly name: string;
    readonly organizationalUnit: string;
    readonly tags?: AccountFacts['tags'];
  }): AccountFacts {
    this.clock.advance(1);
    const { name, organizationalUnit, tags = {} } = request;
    const account = { id: this.#world.ids.accountId(name), name, organizationalUnit, tags };
    this.organization.add(account);
    this.#cfct.run();
    const unit = this.organization.unit(organizationalUnit);
    const { managementAccount, homeRegion } = this.organization;
    const named = { id: unit.id, name: unit.path.slice(unit.path.lastIndexOf('/') + 1) || 'Root' };
    const vended = { account, organizationalUnit: named, managementAccount, homeRegion };
    this.#eventBridge.putServiceEvent(accountVendedEvent(vended, this.#world.ids, this.clock.now()));
    return account;
  }

  /** IAM of an account as an administrator there sees it. Nobody makes two calls in the same second. */
  iam(account: string): IamApi {
    this.clock.advance(1);
    const { id } = this.organization.account(account);
    return this.#iam(id, administrator(this.organization.partition, id));
  }

  /** IAM of an account as a session of one of the organization's roles sees it. */
  iamAs(account: string, principal: Principal): IamApi {
    return this.#iam(this.organization.account(account).id, principal);
  }

  createRole(account: string, request: CreateRoleRequest): ObservedRole {
    return this.iam(account).createRole(request);
  }

  deleteRole(account: string, roleName: string): void {
    this.iam(account).deleteRole(roleName);
  }

  /** The trust policy that the console writes for whoever picks the provider and its standing audience. */
  consoleTrustPolicy(account: string, issuer: string, audience: string = placeholderAudience): string {
    const provider = this.#cloud.iam(this.organization.account(account).id).providerArn(issuer);
    return JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: provider },
          Condition: { StringEquals: { [`${hostAndPathOf(issuer)}:aud`]: [audience] } },
        },
      ],
    });
  }

  /** Delivers and works on everything that is due until nothing is left. @throws SimulationError `not-at-rest`. */
  settle(bounds: Partial<SettleBounds> = {}): Promise<Settled> {
    return settle(
      {
        world: this.#world,
        cloud: this.#cloud,
        authorizer: this.#authorizer,
        eventBridge: this.#eventBridge,
        lambda: this.#lambda,
        scheduler: this.#scheduler,
        stepFunctions: this.#stepFunctions,
      },
      { ...usualBounds, ...bounds },
    );
  }

  assumeRoleWithWebIdentity(request: WebIdentityRequest): Promise<WebIdentityAnswer> {
    return this.#sts.assumeRoleWithWebIdentity(request);
  }

  /** A role as it stands, without asking for it. */
  role(account: string, roleName: string): ObservedRole | undefined {
    const store = this.#cloud.iam(this.organization.account(account).id);
    const role = store.roles.get(roleName);
    return role === undefined ? undefined : observedRole(role);
  }

  /** The OIDC providers of an account as they stand, without asking for them. */
  providers(account: string): readonly ObservedProvider[] {
    const store = this.#cloud.iam(this.organization.account(account).id);
    return [...store.providers.values()].map(({ arn, issuer, audiences }) => ({
      arn,
      issuer,
      audiences: [...audiences],
    }));
  }

  /** Every execution, in the order in which they were started. */
  executions(): readonly Execution[] {
    return this.#stepFunctions.executions();
  }

  /** Every event that a bus took, in that order; one that was forwarded is there once for each bus. */
  events(): readonly AcceptedEvent[] {
    return this.#eventBridge.accepted();
  }

  /** What the factory said on its outcomes bus. */
  outcomes(): readonly CloudEvent[] {
    return this.#eventBridge
      .accepted()
      .map(({ event }) => event)
      .filter((event) => event.source === outcomesSource);
  }

  /** What the factory sent to people. */
  notifications(): readonly Notification[] {
    return this.#eventBridge.notifications();
  }

  /** What EventBridge could not deliver, and why. */
  undelivered(): readonly Undelivered[] {
    return this.#eventBridge.undelivered();
  }

  /** What lies in queues that nobody reads. */
  deadLetters(): readonly DeadLetter[] {
    const read = new Set(
      this.#cloud.regions().flatMap((region) => [...region.mappings.values()].map((mapping) => mapping.queueArn)),
    );
    const queues = this.#cloud.regions().flatMap((region) => [...region.queues.values()]);
    return queues
      .filter((queue) => !read.has(queue.properties.arn))
      .flatMap((queue) => queue.messages().map(({ body }) => ({ queueArn: queue.properties.arn, body })));
  }

  /** The factory's table; an empty one before anything was written. */
  get table(): LocalTable {
    const table = [...this.#tables].find(([key]) => key.endsWith(`/${names.table}`))?.[1];
    return table ?? new LocalTable();
  }

  /** Puts an event on a bus as an administrator of an account. @throws AwsError as PutEvents does. */
  putEvents(account: string, busArn: string, entry: Parameters<EventBridge['putEvents']>[2]): void {
    const { id } = this.organization.account(account);
    this.#eventBridge.putEvents(administrator(this.organization.partition, id), busArn, entry);
  }

  /** What the factory's federated credential in Entra must name. @throws SimulationError where no directory function is deployed. */
  outboundIdentity(): OutboundIdentity {
    const identity = this.#enableOutboundFederation();
    if (identity !== undefined) return identity;
    throw new SimulationError(
      'template-invalid',
      `No template deploys the function ${names.directorySteps}; run synth again.`,
    );
  }

  #enableOutboundFederation(): OutboundIdentity | undefined {
    const region = this.#cloud.regions().find((one) => one.functions.has(names.directorySteps));
    const subject = region?.functions.get(names.directorySteps)?.roleArn;
    if (region === undefined || subject === undefined) return undefined;
    return { issuer: this.#sts.enableOutboundFederation(region.account), subject };
  }

  #deployHook({ templates, hookTemplate }: LocalOrganizationOptions, cloudFormation: CloudFormation): void {
    if (hookTemplate === undefined || this.#cfct.stackSets.some(({ resourceFile }) => resourceFile === hookTemplate))
      return;
    const template = templates.get(hookTemplate);
    if (template === undefined)
      throw new SimulationError('template-invalid', `There is no template ${hookTemplate}; run synth again.`);
    const { managementAccount, homeRegion } = this.organization;
    cloudFormation.deploy({ name: 'oidc-factory-hook', template, account: managementAccount, region: homeRegion });
  }

  #iam(account: string, principal: Principal): IamApi {
    if (principal.account !== account)
      throw new AwsError('AccessDenied', `${principal.arn} is not of the account ${account}.`);
    return new IamApi(this.#cloud.iam(account), principal, {
      authorizer: this.#authorizer,
      calls: this.calls,
      cloudTrail: (call) => {
        this.#eventBridge.putServiceEvent(
          iamCallEvent(call, this.organization.partition, this.#world.ids, this.clock.now()),
        );
      },
    });
  }

  #table(account: string, region: string, name: string): LocalTable {
    const key = `${account}/${region}/${name}`;
    const table = this.#tables.get(key) ?? new LocalTable();
    this.#tables.set(key, table);
    return table;
  }
}
