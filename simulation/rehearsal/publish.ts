import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { ImportedConfiguration } from '../../federation/import';
import type {
  DeclareBindingStep,
  PolicyChangeStep,
  ScenarioDelivery,
  ScenarioRole,
} from '../../schemas/generated/documents/scenario.types';
import type { HandOverSettings } from '../../schemas/generated/documents/hand-overs.types';
import { SimulationError } from '../errors';
import type { Stage } from './stage';

/** An edit of the YAML, as a scenario tells it. */
export type Revision =
  | { readonly declareBinding: DeclareBindingStep }
  | { readonly undeclareBinding: ScenarioRole }
  | { readonly policyChange: PolicyChangeStep }
  | { readonly imported: ImportedConfiguration }
  | { readonly listHandOver: HandOverSettings }
  | { readonly unlistHandOver: Pick<HandOverSettings, 'application'> }
  | { readonly deliver: ScenarioDelivery };

/** What is generated from the YAML, parsed, and the policy that it says. */
export interface Published {
  readonly templates: ReadonlyMap<string, unknown>;
  /** manifest.yaml, with CfCT. */
  readonly manifest?: unknown;
  /** stack-sets.json, with StackSets of the factory's own. */
  readonly stackSets?: unknown;
  readonly policy: CompiledPolicy;
}

/**
 * Generates everything anew from the YAML with some edits, oldest first.
 * @throws SimulationError `step-refused` where the YAML would not be valid.
 */
export type Publish = (revisions: readonly Revision[]) => Promise<Published>;

/** Edits the YAML, and deploys what is generated from it. @throws SimulationError `step-refused`. */
export const revise = async (revision: Revision, stage: Stage): Promise<void> => {
  const { policy, ...deployment } = await published([...stage.revisions, revision], stage.publish);
  stage.revisions.push(revision);
  stage.policies.push(stage.policy);
  stage.policy = policy;
  stage.organization.redeploy(deployment);
};

/** What is generated from the YAML with some edits. @throws SimulationError `step-refused`. */
export const published = (revisions: readonly Revision[], publish: Publish | undefined): Promise<Published> => {
  if (publish !== undefined) return publish(revisions);
  throw new SimulationError('step-refused', 'The YAML cannot be edited where only generated files are played.');
};
