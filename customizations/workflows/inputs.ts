import type { StepContract } from '../../federation/step-catalogue';
import { didYouMean } from '../configuration/near-miss';
import type { Report } from './problems';
import { misfit, nearest, resolve, type Scope } from './scope';
import type { UseStep } from './steps';

/** Inputs of a step as a payload template: `caller.$` leads to a JSONPath. */
export type InputTemplate = Readonly<Record<string, string>>;

/**
 * Finds where each input of a step comes from: from what `with` names, else from the nearest earlier step that is sure
 * to have run and has an output of that name. Reports `unknown-input` and `unknown-output` of `with`, `missing-input`
 * where nothing offers one, and `wrong-value` where the kinds do not fit.
 */
export const wireInputs = (step: UseStep, contract: StepContract, scope: Scope, report: Report): InputTemplate => {
  const template: Record<string, string> = {};
  for (const name of Object.keys(step.with)) {
    if (Object.hasOwn(contract.inputs, name)) continue;
    report([...step.path, 'with', name], 'unknown-input', unknownInput(step.uses, name, Object.keys(contract.inputs)));
  }
  for (const [name, wanted] of Object.entries(contract.inputs)) {
    const given = Object.hasOwn(step.with, name) ? step.with[name] : undefined;
    if (given === undefined) {
      const found = nearest(name, scope);
      if (found === undefined) {
        report([...step.path, 'uses'], 'missing-input', missingInput(step.uses, name));
        continue;
      }
      const problem = misfit(found.reference, found, wanted);
      if (problem === undefined) template[`${name}.$`] = found.path;
      else report([...step.path, 'uses'], 'wrong-value', wrongKind(step.uses, name, problem));
      continue;
    }
    const path = [...step.path, 'with', name];
    const value = resolve(given, scope);
    if ('nowhere' in value) {
      report(path, 'unknown-output', value.nowhere);
      continue;
    }
    const problem = misfit(given, value, wanted);
    if (problem === undefined) template[`${name}.$`] = value.path;
    else report(path, 'wrong-value', wrongKind(step.uses, name, problem));
  }
  return template;
};

const unknownInput = (uses: string, name: string, known: readonly string[]): string =>
  known.length === 0
    ? `\`${uses}\` has no inputs; take \`${name}\` away.`
    : `\`${uses}\` has no input \`${name}\`; it has ${known.join(', ')}.${didYouMean(name, known)}`;

const missingInput = (uses: string, name: string): string =>
  `Nothing offers the input \`${name}\` of \`${uses}\`: no earlier step that is sure to have run has an output of that ` +
  `name. Put such a step before it, or name another output with \`with: { ${name}: <step id>.<output> }\`.`;

const wrongKind = (uses: string, name: string, problem: string): string =>
  `The input \`${name}\` of \`${uses}\` does not fit: ${problem}. Name another output in \`with\`.`;
