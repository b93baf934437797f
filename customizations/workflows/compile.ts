import { stepCatalogue, type StepContract } from '../../federation/step-catalogue';
import { leaseSecondsOf } from '../../federation/leases';
import type { WorkflowDocument } from '../../schemas/generated/documents/workflow.types';
import type { Located } from '../configuration/configuration';
import { hasErrors, type Diagnostic } from '../configuration/diagnostics';
import { findContract, type StepCatalogue } from './catalogue';
import type { CompiledWorkflow } from './compiled-workflow';
import { defaultWorkflowSeconds, secondsOf } from './durations';
import { canBeHeldUp, canStartOver, failureStates, heldUpStates, startOverStates } from './endings';
import { createReport, unknown, type Report } from './problems';
import { outermostScope } from './scope';
import { compileSequence } from './sequence';
import type { States } from './states';
import { readSteps } from './steps';

/** What became of one workflow document; `compiled` is there only if nothing is wrong with it. */
export interface WorkflowCompilation {
  readonly compiled?: CompiledWorkflow;
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of all workflow documents. */
export interface WorkflowsCompilation {
  readonly compiled: readonly CompiledWorkflow[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a workflow document that its schema has found valid. The same document and catalogue yield the same
 * definition, key for key.
 */
export const compileWorkflow = (
  workflow: Located<WorkflowDocument>,
  catalogue: StepCatalogue = stepCatalogue,
): WorkflowCompilation => {
  const document = workflow.value;
  const { report, diagnostics } = createReport(workflow.at);
  const ids = new Set<string>();
  const steps = readSteps(document.steps, ['steps'], ids, report);
  const surroundings = {
    catalogue,
    subjects: subjectsOf(document),
    reportsFailures: document.onFailure !== undefined,
    report,
  };
  const { startAt, states } = compileSequence(steps, outermostScope(ids), 0, surroundings);
  const startsOver = steps.some((step) => canStartOver(step, catalogue));
  const isHeldUpQuietly = document.onFailure === undefined && steps.some((step) => canBeHeldUp(step, catalogue));
  const compiled: CompiledWorkflow = {
    name: document.workflow,
    on: document.on,
    definition: {
      Comment: `Compiled from the workflow ${document.workflow}; edit its YAML instead.`,
      StartAt: startAt,
      TimeoutSeconds: timeoutOf(document, report),
      States: {
        ...states,
        ...(startsOver ? startOverStates(startAt) : {}),
        ...(isHeldUpQuietly ? heldUpStates : {}),
        ...onFailure(document, catalogue, report),
      },
    },
  };
  const found = diagnostics();
  return hasErrors(found) ? { diagnostics: found } : { compiled, diagnostics: found };
};

/** Compiles all workflows, with the diagnostics of all; those that are wrong are left out. */
export const compileWorkflows = (
  workflows: readonly Located<WorkflowDocument>[],
  catalogue: StepCatalogue = stepCatalogue,
): WorkflowsCompilation => {
  const compilations = workflows.map((workflow) => compileWorkflow(workflow, catalogue));
  return {
    compiled: compilations.flatMap(({ compiled }) => (compiled === undefined ? [] : [compiled])),
    diagnostics: compilations.flatMap(({ diagnostics }) => diagnostics),
  };
};

/** What the workflow's triggers are about. */
const subjectsOf = (document: WorkflowDocument): ReadonlySet<StepContract['subject']> =>
  new Set(document.on.map((trigger) => (trigger.startsWith('role-') ? 'role' : 'account')));

/** The execution must be over while it still holds the lock of its subject. */
const timeoutOf = (document: WorkflowDocument, report: Report): number => {
  if (document.timeout === undefined) return defaultWorkflowSeconds;
  const seconds = secondsOf(document.timeout);
  const longest = Math.min(...document.on.map(leaseSecondsOf));
  if (seconds > longest) {
    report(
      ['timeout'],
      'wrong-value',
      `An execution for these triggers holds its lock for ${longest / 60} minutes; write ${longest / 60}m or less.`,
    );
  }
  return seconds;
};

const onFailure = (document: WorkflowDocument, catalogue: StepCatalogue, report: Report): States => {
  if (document.onFailure === undefined) return {};
  const { uses } = document.onFailure;
  const contract = findContract(catalogue, uses);
  if (contract !== undefined && isReport(contract)) return failureStates(uses, contract);
  const fitting = Object.entries(catalogue).flatMap(([name, each]) => (isReport(each) ? [name] : []));
  if (contract === undefined) {
    report(['onFailure', 'uses'], 'unknown-step', unknown('step', uses, fitting));
  } else {
    report(
      ['onFailure', 'uses'],
      'wrong-step',
      `\`${uses}\` cannot stand in \`onFailure\`, because it is no report; use ${fitting.join(' or ')}.`,
    );
  }
  return {};
};

/** A report is about whatever has failed, and needs nothing of the steps before it. */
const isReport = ({ subject, inputs }: StepContract): boolean => subject === 'any' && Object.keys(inputs).length === 0;
