import type { ValueKind } from '../../federation/step-catalogue';
import { didYouMean } from '../configuration/near-miss';
import { describeKind, fits } from './catalogue';

/** What a step that is sure to have run has answered. */
export interface Offer {
  readonly id: string;
  /** JSONPath of the answer, from the state's input. */
  readonly path: string;
  /** Undefined where they cannot be known, because the step itself is wrong. */
  readonly outputs: Readonly<Record<string, ValueKind>> | undefined;
}

/** What can be referred to at one place of a workflow. */
export interface Scope {
  /** Earliest first. */
  readonly offers: readonly Offer[];
  /** Steps whose outputs cannot be had here although they stand earlier, each with the reason. */
  readonly withheld: ReadonlyMap<string, string>;
  /** Every id of the workflow. */
  readonly ids: ReadonlySet<string>;
  /** Whether the place is inside a `forEach`. */
  readonly hasItem: boolean;
  /** JSONPath of the name of the workflow's execution: what runs as an execution of its own has been given it. */
  readonly execution: '$$.Execution.Name' | '$.execution';
}

/** A value that a reference leads to. Its kind is undefined where nothing is known of it. */
export interface Value {
  readonly path: string;
  readonly kind: ValueKind | undefined;
}

/** A reference that leads nowhere, with a sentence that says why. */
export interface Nowhere {
  readonly nowhere: string;
}

/** The place at which a workflow begins. */
export const outermostScope = (ids: ReadonlySet<string>): Scope => ({
  offers: [],
  withheld: new Map(),
  ids,
  hasItem: false,
  execution: '$$.Execution.Name',
});

/** The scope with more to refer to. */
export const offering = (scope: Scope, ...offers: readonly Offer[]): Scope => ({
  ...scope,
  offers: [...scope.offers, ...offers],
});

/** The scope behind steps whose outputs cannot be had, each for its reason. */
export const withholding = (scope: Scope, withheld: ReadonlyMap<string, string>): Scope => ({
  ...scope,
  withheld: new Map([...scope.withheld, ...withheld]),
});

/** JSONPath of what a step has answered. */
export const answerOf = (id: string): string => `$.steps.${id}.outputs`;

/** Follows a reference, `register.caller` or `item`. */
export const resolve = (reference: string, scope: Scope): Value | Nowhere => {
  if (reference === 'item') {
    if (scope.hasItem) return { path: '$.item', kind: undefined };
    return { nowhere: '`item` exists inside `forEach` only.' };
  }
  const [, id, output] = /^([A-Za-z][A-Za-z0-9]*)\.([A-Za-z][A-Za-z0-9]*)$/.exec(reference) ?? [];
  if (id === undefined || output === undefined) {
    return { nowhere: `\`${reference}\` is no reference; write \`<step id>.<output>\`, as in \`register.caller\`.` };
  }
  const offer = scope.offers.find((candidate) => candidate.id === id);
  if (offer === undefined) return { nowhere: whyNot(id, scope) };
  if (offer.outputs === undefined) return { path: `${offer.path}.${output}`, kind: undefined };
  const kind = Object.hasOwn(offer.outputs, output) ? offer.outputs[output] : undefined;
  if (kind !== undefined) return { path: `${offer.path}.${output}`, kind };
  const outputs = Object.keys(offer.outputs);
  return {
    nowhere:
      outputs.length === 0
        ? `\`${id}\` has no outputs, and so no \`${output}\`.`
        : `\`${id}\` has no output \`${output}\`; it has ${outputs.join(', ')}.${didYouMean(output, outputs)}`,
  };
};

/** The nearest earlier step's output of that name; undefined where there is none. */
export const nearest = (name: string, scope: Scope): (Value & { readonly reference: string }) | undefined => {
  for (const offer of scope.offers.toReversed()) {
    if (offer.outputs !== undefined && !Object.hasOwn(offer.outputs, name)) continue;
    return { path: `${offer.path}.${name}`, kind: offer.outputs?.[name], reference: `${offer.id}.${name}` };
  }
  return undefined;
};

/** Why a value cannot be given where another kind is wanted; undefined where it can. */
export const misfit = (reference: string, value: Value, wanted: ValueKind): string | undefined =>
  value.kind === undefined || fits(value.kind, wanted)
    ? undefined
    : `\`${reference}\` is ${describeKind(value.kind)}, and ${describeKind(wanted)} is wanted`;

const whyNot = (id: string, scope: Scope): string => {
  const reason = scope.withheld.get(id);
  if (reason !== undefined) return `The outputs of \`${id}\` cannot be had here, because it ${reason}.`;
  if (scope.ids.has(id)) return `\`${id}\` has not run yet at this place; refer to an earlier step.`;
  return `No step is called \`${id}\`.${didYouMean(id, scope.ids)}`;
};
