import { rememberLast } from '../remember-last';
import { isInRange } from './ip-address';
import { matchesPattern, type PatternCharacter } from './wildcard';

/** A condition operator without its set prefix and `IfExists`. */
export interface Operator {
  /** Whether one value of the request satisfies one value of the policy, before negation. */
  readonly matches: (got: string, wanted: readonly PatternCharacter[]) => boolean;
  /** Negated operators hold where no value of the policy matches, and also where the key is absent. */
  readonly negated: boolean;
  /** Whether policy variables stand for their values in what the policy wants. */
  readonly variables: boolean;
}

const textOf = (wanted: readonly PatternCharacter[]): string => wanted.map(({ char }) => char).join('');

const asText =
  (compare: (got: string, wanted: string) => boolean): Operator['matches'] =>
  (got, wanted) =>
    compare(got, textOf(wanted));
const equals = asText((got, wanted) => got === wanted);
const equalsIgnoringCase = asText((got, wanted) => got.toLowerCase() === wanted.toLowerCase());
const like: Operator['matches'] = (got, wanted) => matchesPattern(wanted, got);
const asNumber = (compare: (got: number, wanted: number) => boolean): Operator['matches'] =>
  asText((got, wanted) => got.trim() !== '' && wanted.trim() !== '' && compare(Number(got), Number(wanted)));
const asDate = (compare: (got: number, wanted: number) => boolean): Operator['matches'] =>
  asText((got, wanted) => compare(epoch(got), epoch(wanted)));

const inRange = asText(isInRange);

/** Bytes are written in base64 on both sides, so that the same bytes are the same text. */
const sameBytes = asText((got, wanted) => base64.test(wanted) && got === wanted);
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

/** W3C's forms of ISO 8601: a time of day always has its zone, so that the answer is the same in every time zone. */
const isoDate = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?$/;
const epoch = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  return isoDate.test(text) ? Date.parse(text) : NaN;
};

/** ARNs are compared part by part, so that a wildcard does not cross a colon before the resource. */
const arnLike: Operator['matches'] = (got, wanted) => {
  const parts = got.split(':');
  const gotParts = [...parts.slice(0, 5), parts.slice(5).join(':')];
  const wantedParts = splitPattern(wanted, 6);
  return (
    gotParts.length === wantedParts.length && wantedParts.every((part, i) => matchesPattern(part, gotParts[i] ?? ''))
  );
};
const splitPattern = (
  wanted: readonly PatternCharacter[],
  atMost: number,
): readonly (readonly PatternCharacter[])[] => {
  const colon = wanted.findIndex(({ char }) => char === ':');
  return colon < 0 || atMost === 1
    ? [wanted]
    : [wanted.slice(0, colon), ...splitPattern(wanted.slice(colon + 1), atMost - 1)];
};

const text = (matches: Operator['matches']): Operator => ({ matches, negated: false, variables: true });
const value = (matches: Operator['matches']): Operator => ({ matches, negated: false, variables: false });
const not = (operator: Operator): Operator => ({ ...operator, negated: true });

/**
 * The operators by their name in lower case. `Null` is not among them: it asks for the key, not for its value. Source:
 * the IAM user guide, «IAM JSON policy elements: Condition operators».
 */
const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    stringequals: text(equals),
    stringnotequals: not(text(equals)),
    stringequalsignorecase: text(equalsIgnoringCase),
    stringnotequalsignorecase: not(text(equalsIgnoringCase)),
    stringlike: text(like),
    stringnotlike: not(text(like)),
    arnequals: text(arnLike),
    arnlike: text(arnLike),
    arnnotequals: not(text(arnLike)),
    arnnotlike: not(text(arnLike)),
    bool: text(equalsIgnoringCase),
    binaryequals: value(sameBytes),
    ipaddress: value(inRange),
    notipaddress: not(value(inRange)),
    numericequals: value(asNumber((a, b) => a === b)),
    numericnotequals: not(value(asNumber((a, b) => a === b))),
    numericlessthan: value(asNumber((a, b) => a < b)),
    numericlessthanequals: value(asNumber((a, b) => a <= b)),
    numericgreaterthan: value(asNumber((a, b) => a > b)),
    numericgreaterthanequals: value(asNumber((a, b) => a >= b)),
    dateequals: value(asDate((a, b) => a === b)),
    datenotequals: not(value(asDate((a, b) => a === b))),
    datelessthan: value(asDate((a, b) => a < b)),
    datelessthanequals: value(asDate((a, b) => a <= b)),
    dategreaterthan: value(asDate((a, b) => a > b)),
    dategreaterthanequals: value(asDate((a, b) => a >= b)),
  }),
);

/** The operator of a base name in lower case; undefined where it is unknown here. */
export const operatorNamed = (base: string): Operator | undefined => operators.get(base);

/** An operator's name, taken apart: `ForAnyValue:StringLikeIfExists`. */
export interface OperatorName {
  /** In lower case, without prefix and suffix. */
  readonly base: string;
  readonly set: 'any' | 'all' | undefined;
  readonly ifExists: boolean;
}

/** Takes the name of an operator apart. */
export const parseOperatorName = rememberLast((name): OperatorName => {
  const lower = name.toLowerCase();
  const set = lower.startsWith('foranyvalue:') ? 'any' : lower.startsWith('forallvalues:') ? 'all' : undefined;
  const withoutSet = set === undefined ? lower : lower.slice(lower.indexOf(':') + 1);
  const ifExists = withoutSet.endsWith('ifexists');
  return { base: ifExists ? withoutSet.slice(0, -'ifexists'.length) : withoutSet, set, ifExists };
});
