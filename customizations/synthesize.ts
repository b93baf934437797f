import { checkPackage, guardrailTargets, manifestTargets, renderManifest } from './cfct';
import type { Diagnostic } from './configuration/diagnostics';
import type { GeneratedFile } from './generated-file';
import { renderGuardrails } from './guardrails';
import { renderStackSets, stackSetTargets } from './stack-sets';
import { renderTemplates, type StackInput } from './stacks';

/** What synthesis made: every generated file, by path, and what is wrong with them. */
export interface Synthesis {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Generates the package: templates, guardrails, and what says where they go, CfCT's manifest or the list of StackSets. It is a pure function of its input and calls no cloud; with an error
 * among the diagnostics nothing should be written.
 */
export const synthesize = (input: StackInput): Synthesis => {
  const { configuration } = input;
  const guardrails = renderGuardrails(configuration, input.policy);
  const [targetsOf, render] =
    configuration.organization.value.deliver === 'stacksets'
      ? [stackSetTargets, renderStackSets]
      : [manifestTargets, renderManifest];
  const files = [...renderTemplates(input), ...guardrails.files, render(configuration)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const targets = [
    targetsOf(configuration),
    guardrailTargets(configuration, 'serviceControlPolicy'),
    guardrailTargets(configuration, 'resourceControlPolicy'),
  ];
  return {
    files,
    diagnostics: [
      ...targets.flatMap(({ diagnostics }) => diagnostics),
      ...guardrails.diagnostics,
      ...checkPackage(files),
    ],
  };
};
