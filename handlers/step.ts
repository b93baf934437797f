import { Failure } from '../federation/failures';
import type { stepCatalogue } from '../federation/step-catalogue';
import {
  contractOf,
  isStepName,
  type RecordKind,
  type StepContract,
  type StepName,
  type ValueKind,
} from '../federation/step-catalogue';
import type { CallerPlan } from '../schemas/generated/events/caller-plan.types';
import validateCallerPlan from '../schemas/generated/events/caller-plan.validate';
import type { DirectoryObservation } from '../schemas/generated/events/directory-observation.types';
import validateDirectoryObservation from '../schemas/generated/events/directory-observation.validate';
import type { RegisteredCaller } from '../schemas/generated/events/registered-caller.types';
import validateRegisteredCaller from '../schemas/generated/events/registered-caller.validate';
import type { Retirement } from '../schemas/generated/events/retirement.types';
import validateRetirement from '../schemas/generated/events/retirement.validate';
import type { StepRequest } from '../schemas/generated/events/step-request.types';
import validateStepRequest from '../schemas/generated/events/step-request.validate';

type Catalogue = typeof stepCatalogue;

interface RecordTypes {
  CallerPlan: CallerPlan;
  RegisteredCaller: RegisteredCaller;
  Retirement: Retirement;
  DirectoryObservation: DirectoryObservation;
}

const validators: { readonly [Kind in RecordKind]: (value: unknown) => value is RecordTypes[Kind] } = {
  CallerPlan: validateCallerPlan,
  RegisteredCaller: validateRegisteredCaller,
  Retirement: validateRetirement,
  DirectoryObservation: validateDirectoryObservation,
};

type ValueOf<Kind> = Kind extends { readonly kind: 'text' | 'stored' }
  ? string
  : Kind extends { readonly kind: 'optional-text' }
    ? string | null
    : Kind extends { readonly kind: 'count' }
      ? number
      : Kind extends { readonly kind: 'choice'; readonly of: readonly (infer Choice)[] }
        ? Choice
        : Kind extends { readonly kind: 'record'; readonly schema: infer Schema extends keyof RecordTypes }
          ? RecordTypes[Schema]
          : readonly unknown[];

/** The inputs of a step, as its contract gives them. */
export type StepInputs<Name extends StepName> = {
  readonly [Key in keyof Catalogue[Name]['inputs']]: ValueOf<Catalogue[Name]['inputs'][Key]>;
};

/** The outputs of a step; a record that there is no use for is null. */
export type StepOutputs<Name extends StepName> = {
  readonly [Key in keyof Catalogue[Name]['outputs']]: Catalogue[Name]['outputs'][Key] extends {
    readonly kind: 'record';
  }
    ? ValueOf<Catalogue[Name]['outputs'][Key]> | null
    : ValueOf<Catalogue[Name]['outputs'][Key]>;
};

/** A call of a step: the request, and its inputs by their types. */
export interface StepCall<Name extends StepName> {
  readonly request: StepRequest;
  readonly inputs: StepInputs<Name>;
}

/** A step, ready to be run on a request. */
export interface Step<Ports> {
  readonly name: StepName;
  run(request: StepRequest, ports: Ports): Promise<Readonly<Record<string, unknown>>>;
}

/** Makes a step of its work: the inputs are checked against the contract before the work sees them. */
export const step = <Name extends StepName, Ports>(
  name: Name,
  work: (call: StepCall<Name>, ports: Ports) => Promise<StepOutputs<Name>>,
): Step<Ports> => ({
  name,
  run: (request, ports) => {
    const inputs = request.inputs;
    if (!hasInputs(name, inputs)) {
      const wrong = wrongInputs(contractOf(name), inputs).join(', ');
      throw new Failure(
        'InvalidInput',
        `The step ${name} of ${request.execution} was given wrong values for ${wrong}.`,
      );
    }
    return work({ request, inputs }, ports);
  },
});

/**
 * The function behind a set of steps: takes a request, runs the step that it names.
 * @throws Failure `InvalidInput` where the request is none, or names a step of another function.
 */
export const createStepHandler = <Ports>(
  steps: readonly Step<Ports>[],
  ports: Ports,
): ((request: unknown) => Promise<Readonly<Record<string, unknown>>>) => {
  const byName = new Map(steps.map((s) => [s.name, s]));
  return async (request) => {
    if (!validateStepRequest(request)) throw new Failure('InvalidInput', 'The request is not one of a workflow.');
    const found = isStepName(request.step) ? byName.get(request.step) : undefined;
    if (found === undefined) throw new Failure('InvalidInput', `This function has no step ${request.step}.`);
    return found.run(request, ports);
  };
};

/** Whether somebody has started the execution by hand to cut a binding off, or to take that back. */
export const isByHand = ({ event: { byHand, trigger } }: StepRequest): boolean =>
  byHand === true && (trigger === 'role-revoked' || trigger === 'role-reinstated');

/** The role that a request is about. */
export const roleOf = ({ event, execution }: StepRequest): { readonly account: string; readonly roleName: string } => {
  if (event.roleName === undefined) throw new Failure('InvalidInput', `The event of ${execution} names no role.`);
  return { account: event.account, roleName: event.roleName };
};

const hasInputs = <Name extends StepName>(name: Name, inputs: unknown): inputs is StepInputs<Name> =>
  wrongInputs(contractOf(name), inputs).length === 0;

const wrongInputs = (contract: StepContract, inputs: unknown): readonly string[] => {
  const values = new Map<string, unknown>(Object.entries(typeof inputs === 'object' && inputs !== null ? inputs : {}));
  return Object.entries(contract.inputs)
    .filter(([key, kind]) => !isOfKind(kind, values.get(key)))
    .map(([key]) => key);
};

const isOfKind = (kind: ValueKind, value: unknown): boolean => {
  switch (kind.kind) {
    case 'text':
    case 'stored':
      return typeof value === 'string' && value !== '';
    case 'optional-text':
      return value === null || (typeof value === 'string' && value !== '');
    case 'count':
      return Number.isSafeInteger(value);
    case 'choice':
      return typeof value === 'string' && kind.of.includes(value);
    case 'record':
      return validators[kind.schema](value);
    case 'list':
      return Array.isArray(value);
  }
};
