import { placeholderAudience } from '../names';
import { parseTrustPolicy, type TrustStatement } from './document';
import { unreadable, withStatements, type EditedTrust } from './edit';
import { isObject, stringsOf } from './json';
import { isClaimKey, managedStatements, pinsText, type ManagedProvider } from './managed-statements';

/** What a binding is taken out of. */
export interface Unpins {
  readonly provider: ManagedProvider;
  /** What the factory may rewrite: the placeholder, and every audience that it gave this role. */
  readonly ownAudiences: readonly string[];
  /** Whom the binding let in: they are pinned where somebody has taken `sub` out of a statement. */
  readonly subjects?: readonly string[];
  /** In characters; IAM's default quota unless given. */
  readonly maxLength?: number;
}

/**
 * The smallest edit of a trust policy that closes every statement that is the factory's: its `aud` becomes the
 * placeholder, for which no token is ever issued. `sub` stays pinned, so that nothing is wider meanwhile. Statements that
 * are not the factory's stay as they are, and do not keep a binding from being taken away. Impossible where the text is
 * no trust policy, or where IAM would refuse the result.
 */
export const unpinTrust = (
  trustPolicy: string,
  { provider, ownAudiences, subjects = [], maxLength }: Unpins,
): EditedTrust => {
  const policy = parseTrustPolicy(trustPolicy);
  if (policy === undefined) return unreadable;
  const own = new Set(
    managedStatements(policy, provider, ownAudiences)
      .filter(({ foreignBecause }) => foreignBecause.length === 0)
      .map(({ index }) => index),
  );
  const statements = policy.statements.map((statement, index) =>
    own.has(index) ? unpinStatement(statement, provider, subjects) : statement.raw,
  );
  return withStatements(policy, statements, maxLength);
};

const unpinStatement = (
  statement: TrustStatement,
  provider: ManagedProvider,
  subjects: readonly string[],
): TrustStatement['raw'] => {
  const isOpen = (operator: string, key: string, value: unknown): boolean =>
    pinsText(operator) &&
    isClaimKey(key, provider, 'aud') &&
    stringsOf(value)?.some((audience) => audience !== placeholderAudience) === true;
  const blocks = Object.entries(isObject(statement.condition) ? statement.condition : {}).map(
    ([operator, keys]) => [operator, Object.entries(isObject(keys) ? keys : {})] as const,
  );
  if (!blocks.some(([operator, keys]) => keys.some(([key, value]) => isOpen(operator, key, value)))) {
    return statement.raw;
  }
  const Condition = Object.fromEntries(
    blocks.map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        keys.map(([key, value]) => [key, isOpen(operator, key, value) ? placeholderAudience : value] as const),
      ),
    ]),
  );
  const hasSubject = blocks.some(([operator, keys]) =>
    keys.some(([key]) => pinsText(operator) && isClaimKey(key, provider, 'sub')),
  );
  return { ...statement.raw, Condition: hasSubject ? Condition : withSubjects(Condition, provider, subjects) };
};

/** IAM takes operators whatever their case, and refuses one that is there twice. */
const withSubjects = (
  condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  { hostAndPath }: ManagedProvider,
  subjects: readonly string[],
): Readonly<Record<string, unknown>> => {
  const [first, ...others] = subjects;
  if (first === undefined) return condition;
  const operator = Object.keys(condition).find((name) => name.toLowerCase() === 'stringequals') ?? 'StringEquals';
  const sub = others.length === 0 ? first : subjects;
  return { ...condition, [operator]: { ...condition[operator], [`${hostAndPath}:sub`]: sub } };
};
