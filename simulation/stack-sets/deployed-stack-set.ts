import { aimedUnit, type StackInstance } from '../../federation/stack-sets';
import { stackSetTag } from '../../federation/names';
import type { AccountFacts } from '../../federation/compiled-policy';
import type { CloudFormation } from '../cloudformation';
import { SimulationError } from '../errors';
import { objectOf, textOf } from '../json';
import type { Organization } from '../organization';
import type { StackSet } from './definition';

/** A StackSet as it was deployed, and its instances. */
export class DeployedStackSet {
  /** By account and region. */
  readonly #instances = new Map<string, StackInstance>();
  readonly tags: Readonly<Record<string, string>>;
  #definition: StackSet;
  #template: unknown;

  constructor(
    definition: StackSet,
    template: unknown,
    private readonly organization: Organization,
    private readonly cloudFormation: CloudFormation,
  ) {
    this.#definition = definition;
    this.#template = template;
    this.tags = { [stackSetTag]: organization.id };
  }

  get definition(): StackSet {
    return this.#definition;
  }

  get template(): unknown {
    return this.#template;
  }

  get arn(): string {
    const { partition, homeRegion, managementAccount } = this.organization;
    return `arn:${partition}:cloudformation:${homeRegion}:${managementAccount}:stackset/${this.#definition.name}:local`;
  }

  /** The types of resources that its template has. */
  get types(): ReadonlySet<string> {
    const resources = Object.values(objectOf(objectOf(this.#template)['Resources']));
    return new Set(resources.flatMap((resource) => textOf(objectOf(resource)['Type']) ?? []));
  }

  /** Gives it another template and other targets, and brings its instances up to date. */
  update(definition: StackSet, template: unknown): void {
    this.#definition = definition;
    this.#template = template;
    for (const { account } of this.instances()) this.deployTo(account);
  }

  instances(): readonly StackInstance[] {
    return [...this.#instances.values()];
  }

  /** Whether an account is one that it is aimed at. */
  isFor({ id, organizationalUnit }: AccountFacts): boolean {
    const { organizationalUnits, accounts } = this.#definition;
    if (id === this.organization.managementAccount || this.organization.isClosed(id)) return false;
    const pathsById = Object.fromEntries(this.organization.units().map((unit) => [unit.id, unit.path]));
    const isBelow = aimedUnit(organizationalUnits, organizationalUnit, pathsById) !== undefined;
    return isBelow && (accounts === undefined || accounts.includes(id));
  }

  /** Makes or updates the instances of an account; one that fails stops no other. */
  deployTo(account: string): void {
    const { name, regions } = this.#definition;
    for (const region of regions) {
      const request = { name: stackName(name), template: this.#template, account, region };
      this.#instances.set(`${account}/${region}`, { account, region, ...this.#deploy(request) });
    }
  }

  /** Takes the stacks of an account away; what they are to retain stays. */
  withdrawFrom(account: string): void {
    const { name, regions } = this.#definition;
    for (const region of regions) this.#instances.delete(`${account}/${region}`);
    this.cloudFormation.deleteStacks(account, stackName(name));
  }

  #deploy(request: Parameters<CloudFormation['deploy']>[0]): Pick<StackInstance, 'status' | 'reason'> {
    try {
      this.cloudFormation.deploy(request);
      return { status: 'CURRENT' };
    } catch (error) {
      const isFailed = error instanceof SimulationError && error.code === 'stack-failed';
      if (!isFailed || !this.organization.hasLeftovers(request.account)) throw error;
      return { status: 'OUTDATED', reason: error.message };
    }
  }
}

const stackName = (name: string): string => `StackSet-${name}`;
