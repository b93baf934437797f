import type { CloudFormation, StackRequest } from '../cloudformation';
import { SimulationError } from '../errors';
import type { Organization } from '../organization';
import { parseManifest, type StackSet } from './manifest';
import { accountsOf } from './targets';

/** The pipeline of Customizations for AWS Control Tower. Stacks of accounts that left the targets stay, for now. */
export class Cfct {
  readonly stackSets: readonly StackSet[];

  /** @param templates the parsed templates, by the path that the manifest names them by. */
  constructor(
    manifest: unknown,
    private readonly templates: ReadonlyMap<string, unknown>,
    private readonly organization: Organization,
    private readonly cloudFormation: CloudFormation,
  ) {
    this.stackSets = parseManifest(manifest);
  }

  /** Runs the pipeline: every resource, in order, to every account that it is for; the first failure stops the rest. */
  run(): void {
    for (const stackSet of this.stackSets) {
      const template = this.templates.get(stackSet.resourceFile);
      if (template === undefined) {
        throw new SimulationError(
          'manifest-invalid',
          `The manifest names ${stackSet.resourceFile}, which is not there; run synth again.`,
        );
      }
      for (const account of accountsOf(stackSet, this.organization)) {
        for (const region of stackSet.regions) {
          const { parameters } = stackSet;
          const request = { name: stackName(stackSet), template, account: account.id, region, parameters };
          this.#deploy(request);
        }
      }
    }
  }

  /** Takes the stacks of an account away, the last one first; what they are to retain stays. */
  withdraw(account: string): void {
    for (const stackSet of this.stackSets.toReversed()) this.cloudFormation.deleteStacks(account, stackName(stackSet));
  }

  /** What stands in the way in one account stops no other one: StackSets go on with them. */
  #deploy(request: StackRequest): void {
    try {
      this.cloudFormation.deploy(request);
    } catch (error) {
      const isFailed = error instanceof SimulationError && error.code === 'stack-failed';
      if (!isFailed || !this.organization.hasLeftovers(request.account)) throw error;
    }
  }
}

const stackName = ({ name }: StackSet): string => `StackSet-CustomControlTower-${name}`;
