import fc from 'fast-check';
import { wildcardMatcher } from '../../../federation/trust/wildcard';

const matches = (pattern: string, value: string, ignoreCase = false): boolean =>
  wildcardMatcher(pattern, { ignoreCase })(value);

describe('wildcardMatcher', () => {
  it.each<readonly [string, string, boolean]>([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'a/b:c\nd', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['?', '😀', true],
    ['a*', 'a', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*a', 'ba a', true],
    ['*.com', 'exampleXcom', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['a|b', 'a', false],
    ['(a)+$^', '(a)+$^', true],
    ['\\*', '\\anything', true],
    ['a', 'a\n', false],
    ['A*', 'abc', false],
  ])('%j on %j: %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it('can ignore case', () => {
    expect(matches('STS:assumerole*', 'sts:AssumeRoleWithWebIdentity', true)).toBe(true);
  });

  const few = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '/', ':'), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':'), maxLength: 10 });

  it('agrees with a plain recursive reading of the rule', () => {
    const reference = (pattern: string, value: string): boolean => {
      if (pattern === '') return value === '';
      if (pattern.startsWith('*')) {
        return reference(pattern.slice(1), value) || (value !== '' && reference(pattern, value.slice(1)));
      }
      return value !== '' && ['?', value[0]].includes(pattern[0]) && reference(pattern.slice(1), value.slice(1));
    };
    fc.assert(
      fc.property(few, plain, (pattern, value) => {
        expect(matches(pattern, value)).toBe(reference(pattern, value));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no more steps than the product of the lengths, whoever wrote the pattern', () => {
    expect(matches(`${'*a'.repeat(1000)}b`, 'a'.repeat(2000))).toBe(false);
    expect(matches(`sts:${'*?'.repeat(15)}!`, 'sts:AssumeRoleWithWebIdentityAndTheLike')).toBe(false);
  });
});
