import { Failure } from '../failures';
import { parseTrustPolicy, type TrustPolicy, type TrustStatement } from './document';
import { impossible, unreadable, withStatements, type EditedTrust } from './edit';
import { isObject, sameJson, sameMeaning } from './json';
import { isClaimKey, managedStatements, pinsText, type ManagedProvider } from './managed-statements';

export { defaultTrustPolicyLength } from './edit';

/** The pins that a binding needs. */
export interface Pins {
  readonly provider: ManagedProvider;
  /** What the factory may rewrite: the placeholder, and what it gave this role before. */
  readonly ownAudiences: readonly string[];
  readonly audience: string;
  /** Object ids of the service principals that may assume the role; never empty. */
  readonly subjects: readonly string[];
  /** In characters; IAM's default quota unless given. */
  readonly maxLength?: number;
}

/** What is to be done with a trust policy. */
export type PinnedTrust = EditedTrust;

/**
 * The smallest edit of a trust policy, as text or parsed, that pins `aud` and `sub` in every statement that is the factory's. A statement
 * that says the same already stays as it is written, so that its owner's tools find no difference; other statements are
 * carried over as they were parsed. Impossible where there is no such statement, where another statement of the provider
 * stands beside it, or where IAM would refuse the result.
 * @throws Failure `InvalidInput` where a pin is no plain text, for a policy variable in it would stand for something
 * else, and where there is no subject.
 */
export const pinTrust = (trustPolicy: string | TrustPolicy, pins: Pins): PinnedTrust => {
  const policy = typeof trustPolicy === 'string' ? parseTrustPolicy(trustPolicy) : trustPolicy;
  if (policy === undefined) return unreadable;

  const pinned = pinnedStatement(pins.provider, pins.audience, pins.subjects);
  // What the factory has written and nobody has touched says the same already, as is the case almost everywhere.
  const [only, another] = policy.statements;
  if (another === undefined && only !== undefined && sameJson(only.raw, pinned)) return { kind: 'unchanged' };

  const managed = managedStatements(policy, pins.provider, [...pins.ownAudiences, pins.audience]);
  const foreign = managed.flatMap((m) => m.foreignBecause);
  if (foreign.length > 0) return { kind: 'impossible', reasons: foreign };
  if (managed.length === 0) return impossible('no-trust-statement', 'The trust policy does not name the provider.');

  const own = new Set(managed.map((m) => m.index));
  const statements = policy.statements.map((s, index) => (own.has(index) ? pinStatement(s, pinned, pins) : s.raw));
  return withStatements(policy, statements, pins.maxLength);
};

/**
 * The statement that a role needs, for templates that write it themselves. Several subjects are a list, one is text.
 * @throws Failure `InvalidInput` as `pinTrust` does.
 */
export const pinnedStatement = (
  provider: ManagedProvider,
  audience: string,
  subjects: readonly string[],
): Readonly<Record<string, unknown>> => {
  const [subject, ...others] = [...new Set(subjects)];
  if (subject === undefined) throw new Failure('InvalidInput', 'There is no subject to be pinned.');
  [audience, subject, ...others].forEach(requirePlain);
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: provider.arn },
    Condition: {
      StringEquals: {
        [`${provider.hostAndPath}:aud`]: audience,
        [`${provider.hostAndPath}:sub`]: others.length === 0 ? subject : [subject, ...others],
      },
    },
  };
};

/** Whether a statement pins exactly these already, so that pinning them would write nothing. @throws as `pinTrust` does. */
export const isPinned = (statement: TrustStatement, pins: Pick<Pins, 'provider' | 'audience' | 'subjects'>): boolean =>
  pinStatement(statement, pinnedStatement(pins.provider, pins.audience, pins.subjects), pins) === statement.raw;

const pinStatement = (
  statement: TrustStatement,
  pinned: TrustStatement['raw'],
  { provider }: Pick<Pins, 'provider'>,
): TrustStatement['raw'] => {
  const after = {
    ...statement.raw,
    Principal: pinned['Principal'],
    Condition: pinCondition(statement.condition, pinned['Condition'], provider),
  };
  return sameMeaning(statement.raw, after) ? statement.raw : after;
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
