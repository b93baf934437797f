import { SimulationError } from '../../../simulation/errors';
import { matchesPattern } from '../../../simulation/eventbridge';

const event = {
  source: 'aws.iam',
  account: '444444444444',
  empty: '',
  nothing: null,
  count: 3,
  yes: true,
  list: ['a', 'b'],
  none: [],
  objects: [{ name: 'one', size: 1 }, { name: 'two' }],
  detail: { eventName: 'CreateRole', user: { issuer: { arn: 'arn:aws:iam::444444444444:role/ci' } } },
};

describe('matchesPattern', () => {
  it.each<readonly [string, unknown, boolean]>([
    ['exact text', { source: ['aws.iam'] }, true],
    ['one of several', { source: ['aws.s3', 'aws.iam'] }, true],
    ['another text', { source: ['aws.s3'] }, false],
    ['text in another case', { source: ['AWS.IAM'] }, false],
    ['text that is only part', { source: ['aws'] }, false],
    ['a number', { count: [3] }, true],
    ['a number is not its text', { count: ['3'] }, false],
    ['a boolean', { yes: [true] }, true],
    ['null', { nothing: [null] }, true],
    ['null is not absence', { missing: [null] }, false],
    ['empty text', { empty: [''] }, true],
    ['two fields are AND', { source: ['aws.iam'], account: ['1'] }, false],
    ['nested fields', { detail: { eventName: ['CreateRole'] } }, true],
    ['a nested field below nothing', { missing: { deeper: ['x'] } }, false],
    ['an array where one element matches', { list: ['b', 'c'] }, true],
    ['an array where none does', { list: ['c'] }, false],
    ['an array of objects', { objects: { name: ['two'] } }, true],
    ['an array of objects, element by element', { objects: { name: ['two'], size: [1] } }, false],
    ['prefix', { account: [{ prefix: '4444' }] }, true],
    ['prefix of something else', { account: [{ prefix: '5' }] }, false],
    ['prefix of a number', { count: [{ prefix: '3' }] }, false],
    ['prefix blind to case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
    ['suffix', { source: [{ suffix: '.iam' }] }, true],
    ['suffix of something else', { source: [{ suffix: '.s3' }] }, false],
    ['equals-ignore-case', { source: [{ 'equals-ignore-case': 'AWS.iam' }] }, true],
    ['wildcard', { account: [{ wildcard: '4*4' }] }, true],
    ['wildcard without a star', { account: [{ wildcard: '4' }] }, false],
    ['a question mark is no wildcard', { count: ['?'] }, false],
    ['anything-but another', { source: [{ 'anything-but': 'aws.s3' }] }, true],
    ['anything-but this', { source: [{ 'anything-but': 'aws.iam' }] }, false],
    ['anything-but a list with this', { source: [{ 'anything-but': ['aws.s3', 'aws.iam'] }] }, false],
    ['anything-but an absent field', { missing: [{ 'anything-but': 'x' }] }, false],
    ['anything-but one element of an array', { list: [{ 'anything-but': 'a' }] }, true],
    ['anything-but all elements', { list: [{ 'anything-but': ['a', 'b'] }] }, false],
    ['anything-but a prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
    ['anything-but prefixes', { source: [{ 'anything-but': { prefix: ['x', 'aws.'] } }] }, false],
    ['anything-but another prefix', { source: [{ 'anything-but': { prefix: 'gcp.' } }] }, true],
    ['anything-but a suffix', { source: [{ 'anything-but': { suffix: '.iam' } }] }, false],
    ['exists', { source: [{ exists: true }] }, true],
    ['exists, of null', { nothing: [{ exists: true }] }, true],
    ['exists, of an absent field', { missing: [{ exists: true }] }, false],
    ['exists, of an object that is no leaf', { detail: [{ exists: true }] }, false],
    ['exists false, of an absent field', { missing: [{ exists: false }] }, true],
    ['exists false, below an absent field', { a: { b: { c: [{ exists: false }] } } }, true],
    ['exists false, of a field', { source: [{ exists: false }] }, false],
    ['exists false, of an empty array', { none: [{ exists: false }] }, true],
    ['$or, first', { $or: [{ source: ['aws.iam'] }, { source: ['x'] }] }, true],
    ['$or, none', { $or: [{ source: ['x'] }, { account: ['x'] }] }, false],
    ['$or beside a field', { account: ['x'], $or: [{ source: ['aws.iam'] }, { source: ['x'] }] }, false],
    [
      '$or inside a field',
      { detail: { $or: [{ eventName: ['x'] }, { user: { issuer: { arn: [{ suffix: '/ci' }] } } }] } },
      true,
    ],
    ['an empty pattern', {}, true],
  ])('%s', (_what, pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  it.each<readonly [string, unknown]>([
    ['an operator that is not played', { count: [{ numeric: ['>', 1] }] }],
    ['two operators in one comparison', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['a prefix that is no text', { source: [{ prefix: 1 }] }],
    ['a pattern that is no object', 'x'],
  ])('refuses %s', (_what, pattern) => {
    expect(() => matchesPattern(pattern, event)).toThrow(SimulationError);
  });
});
