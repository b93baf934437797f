import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { Configuration } from '../configuration/configuration';
import type { CompiledWorkflow } from '../workflows/compiled-workflow';

/** What the templates are rendered from. */
export interface StackInput {
  readonly configuration: Configuration;
  readonly policy: CompiledPolicy;
  /** SHA-256 of the compiled policy, in hexadecimal. */
  readonly policyHash: string;
  readonly workflows: readonly CompiledWorkflow[];
  /** The code of the functions, as bundled: one CommonJS file each. */
  readonly bundles: {
    readonly dispatcher: string;
    readonly accountSteps: string;
    readonly directorySteps: string;
  };
}
