/**
 * The workflow compiler: it turns a workflow document into a definition in the Amazon States Language (JSONPath). It
 * checks every step, input, condition and retry class against the step catalogue, and reports all mistakes at once.
 */
export { compileWorkflow, compileWorkflows, type WorkflowCompilation, type WorkflowsCompilation } from './compile';
export type { StepCatalogue } from './catalogue';
export type { CompiledWorkflow, State, StateMachineDefinition } from './compiled-workflow';
export { renderRetryClasses, renderStepCatalogue } from './reference';
