import { parseArn } from '../federation/arn';
import type { CallCounter } from './calls';
import type { VirtualClock } from './clock';
import { AwsError } from './errors';
import { EventBus } from './eventbridge/bus';
import type { Faults } from './faults';
import { IamStore } from './iam';
import type { Ids } from './ids';
import type { IssuerRegistry } from './issuers';
import type { DeployedFunction, EventSourceMapping } from './lambda/deployed-function';
import type { Organization } from './organization';
import type { Queue } from './sqs';
import type { DeployedStackSet } from './stack-sets';
import type { DeployedStateMachine } from './step-functions/deployed-state-machine';

/** What every part of the local organization shares. */
export interface World {
  readonly organization: Organization;
  readonly clock: VirtualClock;
  readonly calls: CallCounter;
  readonly ids: Ids;
  readonly issuers: IssuerRegistry;
  readonly faults: Faults;
}

/** What is deployed in a region of an account, by name. */
export class Region {
  readonly buses = new Map<string, EventBus>();
  readonly queues = new Map<string, Queue>();
  readonly functions = new Map<string, DeployedFunction>();
  readonly mappings = new Map<string, EventSourceMapping>();
  readonly stateMachines = new Map<string, DeployedStateMachine>();
  readonly tables = new Set<string>();
  /** Objects of buckets, as text, by bucket and key. */
  readonly buckets = new Map<string, Map<string, string>>();
  /** StackSets that are administered from here. */
  readonly stackSets = new Map<string, DeployedStackSet>();
  /** Values of Systems Manager parameters. */
  readonly parameters = new Map<string, string>();

  constructor(
    readonly account: string,
    readonly name: string,
    readonly partition: string,
  ) {
    this.addBus('default');
  }

  /** @param service as ARNs name it. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.name}:${this.account}:${resource}`;
  }

  addBus(name: string): EventBus {
    const bus = this.buses.get(name) ?? new EventBus(name, this.arn('events', `event-bus/${name}`));
    this.buses.set(name, bus);
    return bus;
  }
}

/** The accounts' IAM and regions; they come into being when somebody first looks at them. */
export class Cloud {
  readonly #iam = new Map<string, IamStore>();
  readonly #regions = new Map<string, Region>();
  readonly #buckets = new Map<string, Region>();
  readonly #inOrder: Region[] = [];
  readonly #readers = new Set<Region>();

  constructor(private readonly world: World) {}

  /** @throws SimulationError where there is no such account. */
  iam(account: string): IamStore {
    const { id } = this.world.organization.account(account);
    const store = this.#iam.get(id) ?? new IamStore(this.world.organization.partition, id, this.world.ids);
    this.#iam.set(id, store);
    return store;
  }

  /** @throws SimulationError where there is no such account. */
  region(account: string, name: string): Region {
    const { id } = this.world.organization.account(account);
    const key = `${id}/${name}`;
    const known = this.#regions.get(key);
    if (known !== undefined) return known;
    const region = new Region(id, name, this.world.organization.partition);
    this.#regions.set(key, region);
    this.#inOrder.push(region);
    return region;
  }

  /** Every region in which something is, in the order in which they came into being. */
  regions(): readonly Region[] {
    return this.#inOrder;
  }

  /** Remembers that functions read queues in a region. */
  addReader(region: Region): void {
    this.#readers.add(region);
  }

  /** The regions in which functions read queues. */
  readers(): Iterable<Region> {
    return this.#readers;
  }

  /** Finds the region that an ARN is in; undefined where nothing is. */
  regionOf(arn: string): Region | undefined {
    const parsed = parseArn(arn);
    return parsed === undefined ? undefined : this.#regions.get(`${parsed.account}/${parsed.region}`);
  }

  bus(arn: string): EventBus | undefined {
    return this.#find(arn, (region) => region.buses);
  }

  queue(arn: string): Queue | undefined {
    return this.#find(arn, (region) => region.queues);
  }

  function(arn: string): DeployedFunction | undefined {
    return this.#find(arn, (region) => region.functions);
  }

  stateMachine(arn: string): DeployedStateMachine | undefined {
    return this.#find(arn, (region) => region.stateMachines);
  }

  /** The objects of a bucket, wherever it is. */
  bucket(name: string): { readonly partition: string; readonly objects: Map<string, string> } | undefined {
    const region = this.#buckets.get(name);
    const objects = region?.buckets.get(name);
    return region === undefined || objects === undefined ? undefined : { partition: region.partition, objects };
  }

  /** Makes a bucket, unless it is there. @throws AwsError where somebody else has one of that name. */
  addBucket(region: Region, name: string): void {
    const owner = this.#buckets.get(name) ?? region;
    if (owner !== region) throw new AwsError('EntityAlreadyExists', `The bucket ${name} already exists.`);
    this.#buckets.set(name, region);
    if (!region.buckets.has(name)) region.buckets.set(name, new Map());
  }

  #find<T extends { readonly arn: string } | { readonly properties: { readonly arn: string } }>(
    arn: string,
    kind: (region: Region) => ReadonlyMap<string, T>,
  ): T | undefined {
    const region = this.regionOf(arn);
    if (region === undefined) return undefined;
    for (const item of kind(region).values()) {
      if (('arn' in item ? item.arn : item.properties.arn) === arn) return item;
    }
    return undefined;
  }
}
