import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { ImportedConfiguration } from '../../federation/import';
import type {
  DeclareBindingStep,
  PolicyChangeStep,
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
  | { readonly unlistHandOver: Pick<HandOverSettings, 'application'> };

/** What is generated from the YAML, parsed, and the policy that it says. */
export interface Published {
  readonly templates: ReadonlyMap<string, unknown>;
  readonly manifest: unknown;
  readonly policy: CompiledPolicy;
}

/**
 * Generates everything anew from the YAML with some edits, oldest first.
 * @throws SimulationError `step-refused` where the YAML would not be valid.
 */
export type Publish = (revisions: readonly Revision[]) => Promise<Published>;

/** Edits the YAML, and deploys what is generated from it. @throws SimulationError `step-refused`. */
export const revise = async (revision: Revision, stage: Stage): Promise<void> => {
  if (stage.publish === undefined)
    throw new SimulationError('step-refused', 'The YAML cannot be edited where only generated files are played.');
  const revisions = [...stage.revisions, revision];
  const { templates, manifest, policy } = await stage.publish(revisions);
  stage.revisions.push(revision);
  stage.policies.push(stage.policy);
  stage.policy = policy;
  stage.organization.redeploy({ templates, manifest });
};
