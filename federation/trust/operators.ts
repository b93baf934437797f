import { wildcardMatcher } from './wildcard';

/** A condition operator without its set prefix and `IfExists`. */
export interface Operator {
  /** Whether one value of the request satisfies one value of the policy, before negation. */
  readonly matches: (got: string, wanted: string) => boolean;
  /** Negated operators hold where no value of the policy matches, and also where the key is absent. */
  readonly negated: boolean;
}

const equals = (got: string, wanted: string): boolean => got === wanted;
const equalsIgnoringCase = (got: string, wanted: string): boolean => got.toLowerCase() === wanted.toLowerCase();
const like = (got: string, wanted: string): boolean => wildcardMatcher(wanted, { ignoreCase: false })(got);
const asNumber =
  (compare: (got: number, wanted: number) => boolean) =>
  (got: string, wanted: string): boolean =>
    got.trim() !== '' && wanted.trim() !== '' && compare(Number(got), Number(wanted));
const asDate =
  (compare: (got: number, wanted: number) => boolean) =>
  (got: string, wanted: string): boolean =>
    compare(epoch(got), epoch(wanted));
const epoch = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

/** ARNs are compared part by part, so that a wildcard does not cross a colon. */
const arnLike = (got: string, wanted: string): boolean => {
  const gotParts = splitArn(got);
  const wantedParts = splitArn(wanted);
  return gotParts.length === wantedParts.length && wantedParts.every((part, i) => like(gotParts[i] ?? '', part));
};
const splitArn = (arn: string): readonly string[] => {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
};

const plain = (matches: Operator['matches']): Operator => ({ matches, negated: false });
const negated = (matches: Operator['matches']): Operator => ({ matches, negated: true });

/**
 * The operators by their name in lower case. `Null` is not among them: it asks for the key, not for its value. Source:
 * the IAM user guide, «IAM JSON policy elements: Condition operators».
 */
export const operators: Readonly<Record<string, Operator>> = {
  stringequals: plain(equals),
  stringnotequals: negated(equals),
  stringequalsignorecase: plain(equalsIgnoringCase),
  stringnotequalsignorecase: negated(equalsIgnoringCase),
  stringlike: plain(like),
  stringnotlike: negated(like),
  arnequals: plain(arnLike),
  arnlike: plain(arnLike),
  arnnotequals: negated(arnLike),
  arnnotlike: negated(arnLike),
  bool: plain(equalsIgnoringCase),
  numericequals: plain(asNumber((a, b) => a === b)),
  numericnotequals: negated(asNumber((a, b) => a === b)),
  numericlessthan: plain(asNumber((a, b) => a < b)),
  numericlessthanequals: plain(asNumber((a, b) => a <= b)),
  numericgreaterthan: plain(asNumber((a, b) => a > b)),
  numericgreaterthanequals: plain(asNumber((a, b) => a >= b)),
  dateequals: plain(asDate((a, b) => a === b)),
  datenotequals: negated(asDate((a, b) => a === b)),
  datelessthan: plain(asDate((a, b) => a < b)),
  datelessthanequals: plain(asDate((a, b) => a <= b)),
  dategreaterthan: plain(asDate((a, b) => a > b)),
  dategreaterthanequals: plain(asDate((a, b) => a >= b)),
};

/** An operator's name, taken apart: `ForAnyValue:StringLikeIfExists`. */
export interface OperatorName {
  /** In lower case, without prefix and suffix. */
  readonly base: string;
  readonly set: 'any' | 'all' | undefined;
  readonly ifExists: boolean;
}

/** Takes the name of an operator apart. */
export const parseOperatorName = (name: string): OperatorName => {
  const lower = name.toLowerCase();
  const set = lower.startsWith('foranyvalue:') ? 'any' : lower.startsWith('forallvalues:') ? 'all' : undefined;
  const withoutSet = set === undefined ? lower : lower.slice(lower.indexOf(':') + 1);
  const ifExists = withoutSet.endsWith('ifexists');
  return { base: ifExists ? withoutSet.slice(0, -'ifexists'.length) : withoutSet, set, ifExists };
};
