import { hostAndPathOf } from '../federation/issuer';
import { names, placeholderAudience, providerThumbprint } from '../federation/names';
import { partitions } from '../federation/partition';
import type { AccountFacts } from '../federation/compiled-policy';
import type { ObservedRole } from '../federation/observed';
import type { CallCounter } from './calls';
import { Cfct } from './cfct';
import type { VirtualClock } from './clock';
import { SimulationError } from './errors';
import { lifecycleEvent, organizationEvent, type PutEventsEntry } from './eventbridge';
import type { Faults } from './faults';
import { administrator, type CreateRoleRequest, type IamApi, type Principal } from './iam';
import type { IssuerRegistry } from './issuers';
import { Onlooker } from './onlooker';
import type { Organization } from './organization';
import { assemble, type PartsOptions } from './parts';
import { settle, type SettleBounds, type Settled } from './settle';
import { StackSets } from './stack-sets';
import type { WebIdentityAnswer, WebIdentityRequest } from './sts';

export type { DeadLetter } from './onlooker';

/** What is deployed in an organization. */
export interface Deployment {
  /** The generated templates, parsed, by the paths that the manifest names them by. */
  readonly templates: ReadonlyMap<string, unknown>;
  /** manifest.yaml, parsed. */
  readonly manifest?: unknown;
  /** stack-sets.json, parsed: then the factory's own StackSets are deployed, and no pipeline. */
  readonly stackSets?: unknown;
}

/** What brings accounts what was generated. */
interface Delivery {
  /** What it deploys. */
  readonly stackSets: readonly { readonly resourceFile: string }[];
  /** Deploys everything to every account that it is for. */
  run(): void;
  /** Takes the stacks of an account away, the last one first; what they are to retain stays. */
  withdraw(account: string): void;
}

/** What a local organization is made from. */
export interface LocalOrganizationOptions extends PartsOptions, Deployment {
  /** Path of the lifecycle hook's template, which its own command deploys; left out where the manifest has it. */
  readonly hookTemplate?: string;
}

/** An account to vend. */
export interface VendRequest {
  readonly name: string;
  readonly organizationalUnit: string;
  readonly tags?: AccountFacts['tags'];
  /** Whether Control Tower vends it, which says so once it is done, or AWS Organizations alone. */
  readonly by?: 'control-tower' | 'organizations' | undefined;
  /** Whether the pipeline has brought its StackSets by the time when it is told of. */
  readonly baseline?: 'at-once' | 'later' | undefined;
}

/** How the factory shows itself to the outside: what its federated credential in Entra must name. */
export interface OutboundIdentity {
  readonly issuer: string;
  readonly subject: string;
}

const usualBounds: SettleBounds = { rounds: 100_000, days: 14 };

/**
 * A world to play a story in: an AWS organization with everything that is generated deployed in it. Accounts are named by
 * their names or ids.
 */
export class LocalOrganization extends Onlooker {
  readonly organization: Organization;
  readonly clock: VirtualClock;
  /**
   * Counts remote calls by service, whoever makes them: iam, sts, ssm, graph, token; events, states, dynamodb, sqs,
   * lambda, and the parameters of the factory's own account.
   */
  readonly calls: CallCounter;
  readonly issuers: IssuerRegistry;
  readonly faults: Faults;
  readonly #hookTemplate: string | undefined;
  #delivery: Delivery;

  /** @throws SimulationError where the templates or the manifest cannot be deployed. */
  static create(options: LocalOrganizationOptions): LocalOrganization {
    return new LocalOrganization(options);
  }

  private constructor(options: LocalOrganizationOptions) {
    super(assemble(options));
    const { organization, clock, calls, issuers, faults } = this.parts.world;
    this.organization = organization;
    this.clock = clock;
    this.calls = calls;
    this.issuers = issuers;
    this.faults = faults;
    this.#hookTemplate = options.hookTemplate;
    this.#delivery = this.#deploy(options);
    this.#enableOutboundFederation();
  }

  /** Deploys what was generated anew, as the pipeline does after a commit: what did not change is left alone. */
  redeploy(deployment: Deployment): void {
    this.clock.advance(1);
    this.#delivery = this.#deploy(deployment);
  }

  /** Vends an account: it comes with its StackSets, and the management account is told of it. */
  vendAccount(request: VendRequest): AccountFacts {
    this.clock.advance(1);
    const { name, organizationalUnit, tags = {}, by = 'control-tower', baseline = 'at-once' } = request;
    const account = { id: this.parts.world.ids.accountId(name), name, organizationalUnit, tags };
    this.organization.add(account);
    if (baseline === 'later') this.organization.withholdBaseline(account.id);
    this.#delivery.run();
    const created = { accountId: account.id, accountName: '****', state: 'SUCCEEDED' };
    this.#say({ eventName: 'CreateAccountResult', serviceEventDetails: { createAccountStatus: created } });
    if (organizationalUnit !== '/') {
      this.clock.advance(1);
      this.#sayMoved(account.id, '/', organizationalUnit);
    }
    if (by === 'control-tower') {
      this.clock.advance(1);
      this.#announce('CreateManagedAccount', account);
    }
    return account;
  }

  /** The pipeline comes by, and brings an account what is aimed at it. */
  deliverBaseline(account: string): void {
    this.clock.advance(1);
    this.organization.grantBaseline(account);
    this.#delivery.run();
  }

  /** The pipeline takes away what it has brought to an account, as it does where the account is no target any more. */
  withdrawBaseline(account: string): void {
    this.clock.advance(1);
    this.organization.loseBaseline(account);
    this.#delivery.withdraw(this.organization.account(account).id);
  }

  /** Moves an account to another unit; it gets that one's StackSets, and the management account is told of it. */
  moveAccount(account: string, organizationalUnit: string): void {
    this.clock.advance(1);
    const before = this.organization.account(account).organizationalUnit;
    const moved = this.organization.move(account, organizationalUnit);
    this.#delivery.run();
    this.#sayMoved(moved.id, before, organizationalUnit);
    this.clock.advance(1);
    this.#announce('UpdateManagedAccount', moved);
  }

  /** Suspends an account: nobody gets in any more, and its events stop. */
  closeAccount(account: string): void {
    this.clock.advance(1);
    const { id: accountId } = this.organization.account(account);
    this.organization.close(account);
    this.#say({ eventName: 'CloseAccount', requestParameters: { accountId } });
    const closed = { accountId, state: 'SUCCEEDED' };
    this.#say({ eventName: 'CloseAccountResult', serviceEventDetails: { closeAccountStatus: closed } });
  }

  /** Removes an account from the organization: it is standalone from then on. */
  removeAccount(account: string): void {
    this.clock.advance(1);
    const { id: accountId } = this.organization.account(account);
    this.organization.leave(account);
    this.#say({ eventName: 'RemoveAccountFromOrganization', requestParameters: { accountId } });
  }

  /** A service control policy denies everything to the factory's access role. */
  quarantine(account: string): void {
    this.clock.advance(1);
    this.organization.quarantine(account);
  }

  /** Takes the service control policy back. */
  release(account: string): void {
    this.clock.advance(1);
    this.organization.release(account);
  }

  /**
   * Updates the stack of a provider, as CloudFormation does where it touches the resource: the template's audiences take
   * the place of the live ones.
   * @throws AwsError `NoSuchEntity`; SimulationError `step-refused` where no stack of the account has the provider.
   */
  wipeAudiences(account: string, issuer: string): void {
    this.clock.advance(1);
    const { id } = this.organization.account(account);
    const wiped = this.parts.cloudFormation.applyAgain(
      id,
      'AWS::IAM::OIDCProvider',
      (properties) => properties['Url'] === issuer,
    );
    if (wiped > 0) return;
    throw new SimulationError('step-refused', `No stack of ${account} has the provider of ${issuer}.`);
  }

  /** Somebody makes the provider of an issuer, which stands in the way of whatever stack is to make it. */
  createProvider(account: string, issuer: string, audiences: readonly string[]): void {
    this.organization.leaveOver(account);
    this.iam(account).createOpenIdConnectProvider(issuer, audiences, [providerThumbprint]);
  }

  /** Writes a Systems Manager parameter of an account, in the home region, as an operator there does. */
  putParameter(account: string, name: string, value: string): void {
    this.clock.advance(1);
    const { id } = this.organization.account(account);
    this.parts.cloud.region(id, this.organization.homeRegion).parameters.set(name, value);
  }

  /** The night comes: every schedule that is switched on falls due once. */
  nightly(): void {
    this.clock.advance(1);
    this.parts.eventBridge.fireSchedules();
  }

  /**
   * Starts an execution of the factory, as an operator does.
   * @throws AwsError as StartExecution does; SimulationError `template-invalid` where no template deploys the machine.
   */
  startExecution(stateMachine: string, name: string, input: unknown): void {
    const { cloud, stepFunctions } = this.parts;
    const region = cloud.regions().find((one) => one.stateMachines.has(stateMachine));
    const machine = region?.stateMachines.get(stateMachine);
    if (region === undefined || machine === undefined)
      throw new SimulationError(
        'template-invalid',
        `No template deploys the state machine ${stateMachine}; run synth again.`,
      );
    stepFunctions.startExecution(administrator(this.organization.partition, region.account), machine.arn, name, input);
  }

  /** IAM of an account as an administrator there sees it. Nobody makes two calls in the same second. */
  iam(account: string): IamApi {
    this.clock.advance(1);
    const { id } = this.organization.account(account);
    return this.parts.iam(id, administrator(this.organization.partition, id));
  }

  /** IAM of an account as a session of one of the organization's roles sees it. */
  iamAs(account: string, principal: Principal): IamApi {
    return this.parts.iam(this.organization.account(account).id, principal);
  }

  createRole(account: string, request: CreateRoleRequest): ObservedRole {
    return this.iam(account).createRole(request);
  }

  deleteRole(account: string, roleName: string): void {
    this.iam(account).deleteRole(roleName);
  }

  /** The trust policy that the console writes for whoever picks the provider and its standing audience. */
  consoleTrustPolicy(account: string, issuer: string, audience: string = placeholderAudience): string {
    const provider = this.parts.cloud.iam(account).providerArn(issuer);
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
    return settle(this.parts, { ...usualBounds, ...bounds });
  }

  assumeRoleWithWebIdentity(request: WebIdentityRequest): Promise<WebIdentityAnswer> {
    return this.parts.sts.assumeRoleWithWebIdentity(request);
  }

  /** Puts an event on a bus as an administrator of an account. @throws AwsError as PutEvents does. */
  putEvents(account: string, busArn: string, entry: PutEventsEntry): void {
    const { id } = this.organization.account(account);
    this.parts.eventBridge.putEvents(administrator(this.organization.partition, id), busArn, entry);
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
    const region = this.parts.cloud.regions().find((one) => one.functions.has(names.directorySteps));
    const subject = region?.functions.get(names.directorySteps)?.roleArn;
    if (region === undefined || subject === undefined) return undefined;
    return { issuer: this.parts.sts.enableOutboundFederation(region.account), subject };
  }

  #sayMoved(accountId: string, from: string, to: string): void {
    const [sourceParentId, destinationParentId] = [from, to].map((path) => this.organization.unit(path).id);
    this.#say({ eventName: 'MoveAccount', requestParameters: { accountId, sourceParentId, destinationParentId } });
  }

  /** AWS Organizations tells the management account. */
  #say(happening: Parameters<typeof organizationEvent>[0]): void {
    const { ids } = this.parts.world;
    this.parts.eventBridge.putServiceEvent(organizationEvent(happening, this.organization, ids, this.clock.now()));
  }

  /** Control Tower tells the management account. */
  #announce(eventName: Parameters<typeof lifecycleEvent>[0], account: AccountFacts): void {
    const unit = this.organization.unit(account.organizationalUnit);
    const { managementAccount, homeRegion } = this.organization;
    const named = { id: unit.id, name: unit.path.slice(unit.path.lastIndexOf('/') + 1) || 'Root' };
    const told = { account, organizationalUnit: named, managementAccount, homeRegion };
    const { ids } = this.parts.world;
    this.parts.eventBridge.putServiceEvent(lifecycleEvent(eventName, told, ids, this.clock.now()));
  }

  #deploy({ templates, manifest, stackSets }: Deployment): Delivery {
    const { cloudFormation, cloud } = this.parts;
    const delivery =
      stackSets === undefined
        ? new Cfct(manifest, templates, this.organization, cloudFormation)
        : new StackSets(stackSets, templates, this.organization, cloudFormation, cloud);
    delivery.run();
    const path = this.#hookTemplate;
    if (path === undefined || delivery.stackSets.some(({ resourceFile }) => resourceFile === path)) return delivery;
    const template = templates.get(path);
    if (template === undefined)
      throw new SimulationError('template-invalid', `There is no template ${path}; run synth again.`);
    const { managementAccount: account, homeRegion, partition } = this.organization;
    for (const region of new Set([homeRegion, partitions[partition].organizationsEventRegion]))
      cloudFormation.deploy({ name: 'oidc-factory-hook', template, account, region });
    return delivery;
  }
}
