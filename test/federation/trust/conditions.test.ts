import { evaluateConditions } from '../../../federation/trust/conditions';
import { describeCondition } from '../../../federation/trust/evaluate';

const context = {
  'x:one': ['blue'],
  'x:many': ['blue', 'green'],
  'x:none': [],
  'x:star': ['*'],
  'x:number': ['10'],
  'x:date': ['2026-06-01T12:00:00Z'],
  'x:arn': ['arn:aws:iam::444444444444:role/ci/web'],
  'x:flag': ['true'],
  'x:ip': ['203.0.113.7'],
  'x:ips': ['203.0.113.7', '10.0.0.1'],
  'x:ip6': ['2001:db8:85a3::8a2e:370:7334'],
  'x:bytes': ['QmluYXJ5'],
};

const outcome = (block: unknown, variables = true): boolean | undefined => {
  const results = evaluateConditions(block, context, variables);
  if (results.some(({ holds }) => holds === false)) return false;
  return results.every(({ holds }) => holds === true) ? true : undefined;
};

type Case = readonly [operator: string, key: string, wanted: unknown, expected: boolean | undefined];

describe('evaluateConditions', () => {
  it.each<Case>([
    ['StringEquals', 'x:one', 'blue', true],
    ['StringEquals', 'x:one', 'Blue', false],
    ['StringEquals', 'x:one', 'b*', false],
    ['StringEquals', 'x:one', ['red', 'blue'], true],
    ['StringEquals', 'x:one', [], false],
    ['StringEquals', 'X:ONE', 'blue', true],
    ['stringequals', 'x:one', 'blue', true],
    ['STRINGEQUALS', 'x:one', 'red', false],
    ['StringNotEquals', 'x:one', 'blue', false],
    ['StringNotEquals', 'x:one', ['red', 'blue'], false],
    ['StringNotEquals', 'x:one', ['red', 'Blue'], true],
    ['StringEqualsIgnoreCase', 'x:one', 'BLUE', true],
    ['StringNotEqualsIgnoreCase', 'x:one', 'BLUE', false],
    ['StringLike', 'x:one', 'b?u*', true],
    ['StringLike', 'x:one', 'B*', false],
    ['StringLike', 'x:star', '${*}', true],
    ['StringLike', 'x:one', '${*}', false],
    ['StringLike', 'x:one', 'blu${?}', false],
    ['StringLike', 'x:one', '${x:star}', false],
    ['StringNotLike', 'x:one', 'g*', true],
    ['StringNotLike', 'x:one', ['g*', 'b*'], false],
    ['Bool', 'x:flag', true, true],
    ['Bool', 'x:flag', 'TRUE', true],
    ['Bool', 'x:flag', false, false],
    ['ArnLike', 'x:arn', 'arn:aws:iam::*:role/*', true],
    ['ArnLike', 'x:arn', 'arn:aws:*:role/ci/web', false],
    ['ArnEquals', 'x:arn', 'arn:aws:iam::444444444444:role/*', true],
    ['ArnEquals', 'x:arn', 'arn:aws:iam::*', false],
    ['ArnNotEquals', 'x:arn', 'arn:aws:iam::*:role/other', true],
    ['ArnNotLike', 'x:arn', 'arn:aws:iam::*:role/*', false],
    ['NumericEquals', 'x:number', 10, true],
    ['NumericEquals', 'x:number', '10.0', true],
    ['NumericNotEquals', 'x:number', '10', false],
    ['NumericLessThan', 'x:number', '10', false],
    ['NumericLessThanEquals', 'x:number', '10', true],
    ['NumericGreaterThan', 'x:number', '9', true],
    ['NumericGreaterThanEquals', 'x:number', '11', false],
    ['NumericLessThan', 'x:number', '', false],
    ['NumericLessThan', 'x:one', '11', false],
    ['NumericEquals', 'x:number', '${x:number}', false],
    ['DateEquals', 'x:date', '2026-06-01T14:00:00+02:00', true],
    ['DateLessThan', 'x:date', '2026-06-02', true],
    ['DateLessThanEquals', 'x:date', '2026-06-01T12:00:00Z', true],
    ['DateGreaterThan', 'x:date', '1700000000', true],
    ['DateGreaterThanEquals', 'x:date', '2027-01-01', false],
    ['DateNotEquals', 'x:date', '2026-06-01T12:00:00Z', false],
    ['DateGreaterThan', 'x:date', 'Jan 1 2020', false],
    ['DateGreaterThan', 'x:date', '2020-01-01T00:00:00', false],
    ['IpAddress', 'x:ip', '203.0.113.0/24', true],
    ['IpAddress', 'x:ip', ['10.0.0.0/8', '203.0.113.7'], true],
    ['IpAddress', 'x:ip', '203.0.113.8', false],
    ['ipaddress', 'x:ip', '203.0.113.0/24', true],
    ['IpAddress', 'x:ip', '203.0.113.*', false],
    ['IpAddress', 'x:ip', '${x:ip}', false],
    ['IpAddress', 'x:one', '0.0.0.0/0', false],
    ['IpAddress', 'x:ip6', '2001:db8::/32', true],
    ['IpAddress', 'x:ip6', '2001:DB8:85A3:0:0:8A2E:0370:7334', true],
    ['IpAddress', 'x:ip6', '2001:db8:85a4::/48', false],
    ['IpAddress', 'x:ip6', '0.0.0.0/0', false],
    ['NotIpAddress', 'x:ip', '203.0.113.0/24', false],
    ['NotIpAddress', 'x:ip', ['10.0.0.0/8', '203.0.113.0/24'], false],
    ['NotIpAddress', 'x:ip', '10.0.0.0/8', true],
    ['NotIpAddress', 'x:ip6', '2001:db8::/32', false],
    ['BinaryEquals', 'x:bytes', 'QmluYXJ5', true],
    ['BinaryEquals', 'x:bytes', ['AAAA', 'QmluYXJ5'], true],
    ['BinaryEquals', 'x:bytes', 'qmluyxj5', false],
    ['BinaryEquals', 'x:bytes', '${x:bytes}', false],
    ['BinaryEquals', 'x:one', 'blue', true],
    ['BinaryEquals', 'x:flag', 'tru*', false],
    ['BinaryEquals', 'x:number', '10', false],
  ])('%s of a key with one value: %s %j gives %s', (operator, key, wanted, expected) => {
    expect(outcome({ [operator]: { [key]: wanted } })).toBe(expected);
  });

  it.each<Case>([
    ['StringEquals', 'x:absent', 'blue', false],
    ['StringLike', 'x:absent', '*', false],
    ['StringLike', 'x:none', '*', false],
    ['StringNotEquals', 'x:absent', 'blue', true],
    ['StringNotLike', 'x:absent', '*', true],
    ['ArnNotLike', 'x:absent', 'arn:*', true],
    ['IpAddress', 'x:absent', '0.0.0.0/0', false],
    ['NotIpAddress', 'x:absent', '0.0.0.0/0', true],
    ['IpAddressIfExists', 'x:absent', '10.0.0.0/8', true],
    ['IpAddressIfExists', 'x:ip', '10.0.0.0/8', false],
    ['BinaryEquals', 'x:absent', 'AAAA', false],
    ['BinaryEqualsIfExists', 'x:absent', 'AAAA', true],
    ['BoolIfExists', 'x:absent', 'true', true],
    ['NumericEqualsIfExists', 'x:absent', '1', true],
    ['DateGreaterThanIfExists', 'x:absent', '2020-01-01', true],
    ['ArnLikeIfExists', 'x:absent', 'arn:*', true],
    ['StringEqualsIfExists', 'x:absent', 'blue', true],
    ['StringEqualsIfExists', 'x:one', 'red', false],
    ['StringEqualsIfExists', 'x:one', 'blue', true],
    ['stringequalsifexists', 'x:absent', 'blue', true],
    ['ForAllValues:StringEquals', 'x:absent', 'blue', true],
    ['ForAllValues:StringNotEquals', 'x:absent', 'blue', true],
    ['ForAnyValue:StringEquals', 'x:absent', 'blue', false],
    ['ForAnyValue:StringNotEquals', 'x:absent', 'blue', false],
    ['ForAnyValue:StringEqualsIfExists', 'x:absent', 'blue', true],
    ['Null', 'x:absent', 'true', true],
    ['Null', 'x:absent', true, true],
    ['Null', 'x:absent', 'false', false],
    ['Null', 'x:none', 'true', true],
    ['Null', 'x:one', 'true', false],
    ['Null', 'x:one', 'false', true],
    ['Null', 'x:one', ['true', 'false'], true],
    ['null', 'x:absent', 'true', true],
    ['Null', 'x:absent', 'maybe', undefined],
    ['StringEquals', 'constructor', 'blue', false],
    ['StringEquals', '__proto__', 'blue', false],
  ])('%s of an absent key: %s %j gives %s', (operator, key, wanted, expected) => {
    expect(
      outcome(JSON.parse(`{${JSON.stringify(operator)}:{${JSON.stringify(key)}:${JSON.stringify(wanted)}}}`)),
    ).toBe(expected);
  });

  it.each<Case>([
    ['ForAllValues:StringEquals', 'x:many', ['blue', 'green', 'red'], true],
    ['ForAllValues:StringEquals', 'x:many', ['blue'], false],
    ['ForAllValues:StringLike', 'x:many', '*e*', true],
    ['ForAllValues:StringNotEquals', 'x:many', ['red'], true],
    ['ForAllValues:StringNotEquals', 'x:many', ['blue'], false],
    ['ForAnyValue:StringEquals', 'x:many', ['green'], true],
    ['ForAnyValue:StringEquals', 'x:many', ['red'], false],
    ['ForAnyValue:StringNotEquals', 'x:many', ['green'], true],
    ['ForAnyValue:StringNotEquals', 'x:many', ['green', 'blue'], false],
    ['foranyvalue:stringequals', 'x:many', ['green'], true],
    ['StringNotEquals', 'x:many', ['green'], false],
    ['ForAllValues:StringEqualsIfExists', 'x:many', ['blue'], false],
    ['ForAnyValue:StringLikeIfExists', 'x:many', ['g*'], true],
    ['ForAnyValue:StringEqualsIgnoreCase', 'x:many', ['GREEN'], true],
    ['ForAllValues:StringNotLike', 'x:many', ['g*'], false],
    ['ForAnyValue:IpAddress', 'x:ips', '10.0.0.0/8', true],
    ['ForAllValues:IpAddress', 'x:ips', '10.0.0.0/8', false],
    ['ForAllValues:NotIpAddress', 'x:ips', '10.0.0.0/8', false],
    ['ForAnyValue:NotIpAddress', 'x:ips', '10.0.0.0/8', true],
  ])('%s of a key with several values: %s %j gives %s', (operator, key, wanted, expected) => {
    expect(outcome({ [operator]: { [key]: wanted } })).toBe(expected);
  });

  it.each<readonly [string, unknown]>([
    ['an operator that nobody knows', { StringAlike: { 'x:one': 'blue' } }],
    ['an operator of the language we are written in', { constructor: { 'x:one': 'blue' } }],
    ['an operator for every value of a kind that nobody knows', { 'ForSomeValues:StringEquals': { 'x:one': 'blue' } }],
    ['a set of what asks whether there is a value', { 'ForAnyValue:Null': { 'x:absent': 'true' } }],
    ['an IfExists of it', { NullIfExists: { 'x:absent': 'true' } }],
    ['a block that is text', 'StringEquals'],
    ['a block that is null', null],
    ['an operator without keys', { StringEquals: 'blue' }],
    ['a key whose value is an object', { StringEquals: { 'x:one': { blue: true } } }],
    ['a key whose value is null', { StringEquals: { 'x:one': null } }],
  ])('says nothing of %s', (_what, block) => {
    expect(outcome(block)).toBeUndefined();
  });

  /** The IAM user guide's own list. */
  const documented = [
    ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike'],
    ...['StringNotLike', 'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
    ...['NumericGreaterThan', 'NumericGreaterThanEquals', 'DateEquals', 'DateNotEquals', 'DateLessThan'],
    ...['DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'Bool', 'BinaryEquals', 'IpAddress'],
    ...['NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  ];
  const forms = ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((set) =>
    documented.flatMap((operator) => [`${set}${operator}`, `${set}${operator}IfExists`]),
  );
  it.each(forms)('understands %s', (operator) => {
    expect(outcome({ [operator]: { 'x:one': 'blue' } })).toBeDefined();
  });

  it('joins operators and keys by AND', () => {
    expect(outcome({ StringEquals: { 'x:one': 'blue', 'x:flag': 'true' }, Null: { 'x:absent': 'true' } })).toBe(true);
    expect(outcome({ StringEquals: { 'x:one': 'blue', 'x:flag': 'false' } })).toBe(false);
    expect(outcome({ StringEquals: { 'x:one': 'blue' }, Null: { 'x:absent': 'false' } })).toBe(false);
  });

  it('no block holds', () => {
    expect(evaluateConditions(undefined, context)).toEqual([]);
  });
});

describe('policy variables', () => {
  it.each<Case>([
    ['StringEquals', 'x:one', '${x:one}', true],
    ['StringEquals', 'x:one', '${X:ONE}', true],
    ['StringEquals', 'x:one', '${ x:one }', true],
    ['StringLike', 'x:one', '${x:one}*', true],
    ['StringEquals', 'x:one', '${x:absent}', false],
    ['StringLike', 'x:one', '*${x:absent}', false],
    ['StringNotEquals', 'x:one', '${x:absent}', true],
    ['StringEquals', 'x:one', "${x:absent, 'blue'}", true],
    ['StringEquals', 'x:one', "${x:flag, 'blue'}", false],
    ['StringEquals', 'x:one', '${x:many}', false],
    ['StringEquals', 'x:one', '${constructor}', false],
    ['ArnLike', 'x:arn', 'arn:aws:iam::444444444444:role/ci/${x:star}', false],
    ['StringEquals', 'x:one', ['${x:absent}', 'blue'], true],
  ])('%s: %s %j gives %s', (operator, key, wanted, expected) => {
    expect(outcome({ [operator]: { [key]: wanted } })).toBe(expected);
  });

  it('are text in the older version of the language', () => {
    expect(outcome({ StringEquals: { 'x:one': '${x:one}' } }, false)).toBe(false);
    expect(evaluateConditions({ StringEquals: { k: '${x}' } }, { k: ['${x}'] }, false)[0]?.holds).toBe(true);
  });
});

describe('describeCondition', () => {
  it.each<readonly [unknown, string]>([
    [{ StringEquals: { 'x:one': ['red', 'green'] } }, 'StringEquals x:one wants red or green; the request has blue.'],
    [{ StringEquals: { 'x:absent': 'red' } }, 'StringEquals x:absent wants red; the request has no such key.'],
    [
      { IpAddress: { 'AWS:SourceIp': '10.0.0.0/8' } },
      'IpAddress AWS:SourceIp wants 10.0.0.0/8; what a request has there is not known here.',
    ],
    [{ StringAlike: { 'x:one': 'red' } }, 'The operator StringAlike of x:one is not understood.'],
  ])('%j', (block, sentence) => {
    const [condition] = evaluateConditions(block, context);
    expect(describeCondition(condition!)).toBe(sentence);
  });
});
