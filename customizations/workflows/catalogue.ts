import type { FailureCode } from '../../federation/failures';
import { failuresOfEveryStep, type StepContract, type ValueKind } from '../../federation/step-catalogue';

/** The steps that a workflow can use, by name. */
export type StepCatalogue = Readonly<Record<string, StepContract>>;

/** The contract of a step; undefined where the catalogue has none of that name. */
export const findContract = (catalogue: StepCatalogue, name: string): StepContract | undefined =>
  Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;

/** Whether a step can fail in that way. */
export const canFailWith = (contract: StepContract, failure: FailureCode): boolean =>
  contract.failures.includes(failure) || failuresOfEveryStep.includes(failure);

/**
 * Whether a value of one kind can be given where another is wanted. A choice is a text. An optional text is let through
 * where a text is wanted, because a condition may have ruled its absence out; the step checks it at its border.
 */
export const fits = (given: ValueKind, wanted: ValueKind): boolean => {
  switch (wanted.kind) {
    case 'text':
    case 'optional-text':
      return given.kind === 'text' || given.kind === 'optional-text' || given.kind === 'choice';
    case 'choice':
      return given.kind === 'choice' && given.of.every((value) => wanted.of.includes(value));
    case 'record':
      return given.kind === 'record' && given.schema === wanted.schema;
    case 'stored':
      return given.kind === 'stored' && given.what === wanted.what;
    case 'count':
    case 'list':
      return given.kind === wanted.kind;
  }
};

/** A kind of value, in words. */
export const describeKind = (kind: ValueKind): string => {
  switch (kind.kind) {
    case 'text':
      return 'text';
    case 'optional-text':
      return 'text or nothing';
    case 'count':
      return 'a number';
    case 'choice':
      return `one of ${kind.of.join(', ')}`;
    case 'record':
      return kind.schema;
    case 'list':
      return 'a list';
    case 'stored':
      return `${kind.what} in the bucket`;
  }
};
