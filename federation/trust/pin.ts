import { Failure } from '../failures';
import type { Reason } from '../reasons';
import { parseTrustPolicy, type TrustStatement } from './document';
import { isObject, sameJson } from './json';
import { isClaimKey, managedStatements, pinsText, type ManagedProvider } from './managed-statements';

/** IAM's default quota for the length of a trust policy, in characters without white space. */
export const defaultTrustPolicyLength = 2048;

/** The pins that a binding needs. */
export interface Pins {
  readonly provider: ManagedProvider;
  /** What the factory may rewrite: the placeholder, and what it gave this role before. */
  readonly ownAudiences: readonly string[];
  readonly audience: string;
  /** Object id of the caller's service principal. */
  readonly subject: string;
  /** In characters; IAM's default quota unless given. */
  readonly maxLength?: number;
}

/** What is to be done with a trust policy. */
export type PinnedTrust =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly document: string }
  | { readonly kind: 'impossible'; readonly reasons: readonly Reason[] };

/**
 * The smallest edit of a trust policy that pins `aud` and `sub` in every statement that is the factory's. Other
 * statements are carried over as they were parsed. Impossible where there is no such statement, where another statement
 * of the provider stands beside it, or where the result would pass the quota.
 * @throws Failure `InvalidInput` where a pin is no plain text: a policy variable in it would stand for something else.
 */
export const pinTrust = (trustPolicy: string, pins: Pins): PinnedTrust => {
  const policy = parseTrustPolicy(trustPolicy);
  if (policy === undefined) return impossible('trust-unreadable', 'The trust policy is not a policy document.');

  requirePlain(pins.audience);
  requirePlain(pins.subject);
  const managed = managedStatements(policy, pins.provider, [...pins.ownAudiences, pins.audience]);
  const foreign = managed.flatMap((m) => m.foreignBecause);
  if (foreign.length > 0) return { kind: 'impossible', reasons: foreign };
  if (managed.length === 0) return impossible('no-trust-statement', 'The trust policy does not name the provider.');

  const own = new Set(managed.map((m) => m.index));
  const statements = policy.statements.map((s, index) => (own.has(index) ? pinStatement(s, pins) : s.raw));
  if (policy.statements.every((s, index) => sameJson(s.raw, statements[index]))) return { kind: 'unchanged' };

  const document = JSON.stringify({ ...policy.raw, Statement: statements });
  const maxLength = pins.maxLength ?? defaultTrustPolicyLength;
  const length = lengthOf(document);
  return length <= maxLength
    ? { kind: 'changed', document }
    : impossible('trust-too-long', `The trust policy would have ${length} characters; the quota is ${maxLength}.`);
};

/** The statement that a role needs, for templates that write it themselves. */
export const pinnedStatement = (
  provider: ManagedProvider,
  audience: string,
  subject: string,
): Readonly<Record<string, unknown>> => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: provider.arn },
  Condition: {
    StringEquals: { [`${provider.hostAndPath}:aud`]: audience, [`${provider.hostAndPath}:sub`]: subject },
  },
});

const pinStatement = (statement: TrustStatement, pins: Pins): Readonly<Record<string, unknown>> => {
  const pinned = pinnedStatement(pins.provider, pins.audience, pins.subject);
  return {
    ...statement.raw,
    Principal: pinned['Principal'],
    Condition: pinCondition(statement.condition, pinned['Condition'], pins.provider),
  };
};

/** Takes every comparison of `aud` and `sub` out that says who is admitted, and puts the pins in; the rest stays. */
const pinCondition = (
  condition: unknown,
  pinned: unknown,
  provider: ManagedProvider,
): Readonly<Record<string, unknown>> => {
  const isPin = (operator: string, key: string): boolean =>
    pinsText(operator) && (isClaimKey(key, provider, 'aud') || isClaimKey(key, provider, 'sub'));
  const kept = Object.entries(isObject(condition) ? condition : {})
    .map(
      ([operator, keys]) =>
        [operator, Object.entries(isObject(keys) ? keys : {}).filter(([key]) => !isPin(operator, key))] as const,
    )
    .filter(([, keys]) => keys.length > 0)
    .map(([operator, keys]) => [operator, Object.fromEntries(keys)] as const);
  const pins = isObject(pinned) && isObject(pinned['StringEquals']) ? pinned['StringEquals'] : {};
  const [equals = 'StringEquals', ...others] = kept.map(([operator]) => operator).filter(isStringEquals);
  const pinsGoTo = others.includes('StringEquals') ? 'StringEquals' : equals;
  return {
    ...Object.fromEntries(kept),
    [pinsGoTo]: { ...kept.find(([operator]) => operator === pinsGoTo)?.[1], ...pins },
  };
};

/** IAM takes operators whatever their case: two spellings side by side could be one key twice, which it refuses. */
const isStringEquals = (operator: string): boolean => operator.toLowerCase() === 'stringequals';

const requirePlain = (pin: string): void => {
  if (!/^[\w.:/@+=,~%-]+$/.test(pin)) throw new Failure('InvalidInput', `${JSON.stringify(pin)} cannot be pinned.`);
};

const impossible = (code: Reason['code'], because: string): PinnedTrust => ({
  kind: 'impossible',
  reasons: [{ code, because }],
});

/** IAM does not count white space. */
const lengthOf = (document: string): number => document.replace(/\s/g, '').length;
