import type { CloudFormation } from '../cloudformation';
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
          const { name, parameters } = stackSet;
          this.cloudFormation.deploy({
            name: `StackSet-CustomControlTower-${name}`,
            template,
            account: account.id,
            region,
            parameters,
          });
        }
      }
    }
  }
}
