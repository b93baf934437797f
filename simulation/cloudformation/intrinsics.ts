import { isObject } from '../../federation/trust/json';
import { SimulationError } from '../errors';
import { listOf, numberOf, textOf, type JsonObject } from '../json';

/** What a template's functions can refer to. */
export interface Scope {
  /** A parameter, pseudo parameter or resource; undefined where there is none of the name. */
  readonly ref: (name: string) => unknown;
  readonly getAtt: (logicalId: string, attribute: string) => unknown;
  readonly condition: (name: string) => boolean;
  readonly mappings: JsonObject;
}

/** Stands for `AWS::NoValue`: the property is as good as not written. */
const noValue = Symbol('AWS::NoValue');

/**
 * Replaces the intrinsic functions in a value of a template. Source: the CloudFormation template reference.
 * @throws SimulationError `not-simulated`, `template-invalid`.
 */
export const resolveValue = (value: unknown, scope: Scope): unknown => {
  const resolved = resolve(value, scope);
  return resolved === noValue ? undefined : resolved;
};

const resolve = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (!isObject(value)) return value;
  const [entry, ...others] = Object.entries(value);
  if (entry !== undefined && others.length === 0) {
    const [name, operand] = entry;
    const intrinsic = functions[name];
    if (intrinsic !== undefined) return intrinsic(operand, scope);
    if (name.startsWith('Fn::'))
      throw new SimulationError('not-simulated', `The local organization does not play ${name}.`);
  }
  const resolved = Object.entries(value).map(([key, inner]) => [key, resolve(inner, scope)] as const);
  return Object.fromEntries(resolved.filter(([, inner]) => inner !== noValue));
};

type Intrinsic = (operand: unknown, scope: Scope) => unknown;

const functions: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => reference(textOf(name) ?? '', scope),
  'Fn::GetAtt': (operand, scope) => {
    const [logicalId = '', ...attribute] =
      typeof operand === 'string' ? operand.split('.') : listOf(operand).map((item) => text(item, scope));
    return scope.getAtt(logicalId, attribute.join('.'));
  },
  'Fn::Sub': (operand, scope) => {
    const [template, variables] = typeof operand === 'string' ? [operand, {}] : listOf(operand);
    return substitute(textOf(template) ?? '', isObject(variables) ? variables : {}, scope);
  },
  'Fn::Join': (operand, scope) => {
    const [separator, items] = listOf(operand);
    return listOf(resolve(items, scope))
      .map((item) => text(item, scope))
      .join(textOf(separator) ?? '');
  },
  'Fn::Select': (operand, scope) => {
    const [index, items] = listOf(operand);
    const selected = listOf(resolve(items, scope))[numberOf(resolve(index, scope)) ?? -1];
    if (selected === undefined)
      throw new SimulationError('template-invalid', 'Fn::Select asks for an item that the list does not have.');
    return selected;
  },
  'Fn::Split': (operand, scope) => {
    const [separator, whole] = listOf(operand);
    return text(whole, scope).split(textOf(separator) ?? '');
  },
  'Fn::FindInMap': (operand, scope) => {
    const path = listOf(operand).map((key) => text(key, scope));
    const found = path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), scope.mappings);
    if (found === undefined)
      throw new SimulationError('template-invalid', `Fn::FindInMap finds nothing at ${path.join('.')}.`);
    return found;
  },
  'Fn::If': (operand, scope) => {
    const [name, whenTrue, whenFalse] = listOf(operand);
    return resolve(scope.condition(textOf(name) ?? '') ? whenTrue : whenFalse, scope);
  },
  Condition: (name, scope) => (typeof name === 'string' ? scope.condition(name) : { Condition: resolve(name, scope) }),
  'Fn::Equals': (operand, scope) => {
    const [one, other] = listOf(operand).map((item) => resolve(item, scope));
    return JSON.stringify(one) === JSON.stringify(other);
  },
  'Fn::And': (operand, scope) => operands('Fn::And', operand, scope).every(Boolean),
  'Fn::Or': (operand, scope) => operands('Fn::Or', operand, scope).some(Boolean),
  'Fn::Not': (operand, scope) => {
    const [only] = listOf(operand);
    return resolve(only, scope) !== true;
  },
};

/** CloudFormation takes 2 to 10 conditions in Fn::And and Fn::Or. */
const operands = (name: string, operand: unknown, scope: Scope): readonly boolean[] => {
  const list = listOf(operand);
  if (list.length < 2 || list.length > 10)
    throw new SimulationError('template-invalid', `${name} takes 2 to 10 conditions, not ${list.length}.`);
  return list.map((item) => resolve(item, scope) === true);
};

const reference = (name: string, scope: Scope): unknown => {
  if (name === 'AWS::NoValue') return noValue;
  const value = scope.ref(name);
  if (value === undefined)
    throw new SimulationError('template-invalid', `The template refers to ${name}, which it does not have.`);
  return value;
};

const substitute = (template: string, variables: JsonObject, scope: Scope): string =>
  template.replace(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return text(variables[name], scope);
    const [logicalId = '', ...attribute] = name.split('.');
    return scalar(attribute.length === 0 ? reference(name, scope) : scope.getAtt(logicalId, attribute.join('.')));
  });

const text = (value: unknown, scope: Scope): string => scalar(resolve(value, scope));

const scalar = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new SimulationError('template-invalid', `A text is wanted where the template has ${JSON.stringify(value)}.`);
};
