import { compileWorkflow, type CompiledWorkflow, type StepCatalogue } from '../../../../customizations/workflows';
import { formatDiagnostic } from '../../../../customizations/configuration/diagnostics';
import { trialCatalogue } from './catalogue';
import { readWorkflow, shippedWorkflows, workflowOf } from './documents';

/** Compiles a text that must be sound. */
export const compiledFrom = (text: string, catalogue?: StepCatalogue): CompiledWorkflow => {
  const { compiled, diagnostics } = compileWorkflow(readWorkflow(text), catalogue);
  if (compiled === undefined) throw new TypeError(diagnostics.map(formatDiagnostic).join('\n'));
  return compiled;
};

/** Compiles steps of the trial catalogue. */
export const compiledSteps = (steps: readonly string[], rest: readonly string[] = []): CompiledWorkflow =>
  compiledFrom(workflowOf(steps, rest), trialCatalogue);

/** Compiles a workflow of config/workflows. */
export const compiledShipped = (name: string): CompiledWorkflow => {
  const shipped = shippedWorkflows().find(({ file }) => file === `${name}.yaml`);
  if (shipped === undefined) throw new TypeError(`config/workflows has no ${name}.yaml.`);
  return compiledFrom(shipped.text);
};
