import type { Cloud } from '../cloud';
import type { CloudFormation } from '../cloudformation';
import { SimulationError } from '../errors';
import type { Organization } from '../organization';
import { parseStackSets, type StackSet } from './definition';
import { DeployedStackSet } from './deployed-stack-set';

/** What `deploy stacksets` and the automatic deployment of StackSets do. Stacks of accounts that leave the targets stay. */
export class StackSets {
  readonly stackSets: readonly StackSet[];
  readonly #deployed: readonly DeployedStackSet[];

  /** @param templates the parsed templates, by the path that the list names them by. */
  constructor(
    list: unknown,
    templates: ReadonlyMap<string, unknown>,
    private readonly organization: Organization,
    cloudFormation: CloudFormation,
    cloud: Cloud,
  ) {
    this.stackSets = parseStackSets(list);
    const { stackSets: there } = cloud.region(organization.managementAccount, organization.homeRegion);
    this.#deployed = this.stackSets.map((definition) => {
      const template = templates.get(definition.resourceFile);
      if (template === undefined)
        throw new SimulationError(
          'manifest-invalid',
          `The list of StackSets names ${definition.resourceFile}, which is not there; run synth again.`,
        );
      const before = there.get(definition.name);
      before?.update(definition, template);
      const stackSet = before ?? new DeployedStackSet(definition, template, organization, cloudFormation);
      there.set(definition.name, stackSet);
      return stackSet;
    });
  }

  /** Every account that a StackSet is aimed at gets it, in order; those that are passed by keep what they have. */
  run(): void {
    for (const stackSet of this.#deployed) {
      const accounts = this.organization.accounts().filter((account) => stackSet.isFor(account));
      for (const { id } of accounts) {
        const isThere = stackSet.instances().some(({ account }) => account === id);
        if (!isThere && !this.organization.isWithoutBaseline(id)) stackSet.deployTo(id);
      }
    }
  }

  /** Takes the stacks of an account away, the last one first; what they are to retain stays. */
  withdraw(account: string): void {
    for (const stackSet of this.#deployed.toReversed()) stackSet.withdrawFrom(account);
  }
}
