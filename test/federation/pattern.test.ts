import fc from 'fast-check';
import { isLiteral, matcher } from '../../federation/pattern';

describe('matcher', () => {
  it.each<readonly [string, string, boolean]>([
    ['web-deployer', 'web-deployer', true],
    ['web-deployer', 'Web-deployer', false],
    ['web-deployer', 'web-deployer-2', false],
    ['*-deployer', 'web-deployer', true],
    ['*-deployer', '-deployer', true],
    ['*-deployer', 'web-deployer\n', false],
    ['*-deployer', 'a/web-deployer', false],
    ['*', '', true],
    ['*', 'a b', true],
    ['*', 'a/b', false],
    ['*', 'a:b', false],
    ['**', 'a/b', false],
    ['/ci/', '/ci/', true],
    ['/ci/*/', '/ci/a/', true],
    ['/ci/*/', '/ci/a/b/', false],
    ['/*/*/', '/ci/a/', true],
    ['repo:acme/*:environment:prod', 'repo:acme/web:environment:prod', true],
    ['repo:acme/*:environment:prod', 'repo:acme/web/x:environment:prod', false],
    ['repo:acme/*:environment:prod', 'repo:acme/web:ref:x:environment:prod', false],
    ['repo:acme/*:environment:prod', 'repo:acme/web:environment:prod2', false],
    ['repo:acme/*:environment:prod', 'repo:acme-evil/web:environment:prod', false],
    ['repo:acme/*:environment:prod', 'repo:ACME/web:environment:prod', false],
    ['repo:acme/*:environment:prod', 'repo:аcme/web:environment:prod', false],
    ['repo:acme/*', 'repo/acme:web', false],
    ['a.c', 'abc', false],
    ['a?c', 'abc', false],
    ['a?c', 'a?c', true],
    ['[a]', 'a', false],
  ])('%j on %j: %s', (pattern, value, expected) => {
    expect(matcher(pattern)(value)).toBe(expected);
  });

  it('without a wildcard, matches exactly itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, value) => {
        fc.pre(isLiteral(pattern));
        expect(matcher(pattern)(pattern)).toBe(true);
        expect(matcher(pattern)(value)).toBe(pattern === value);
      }),
    );
  });

  it('matches as a regular expression does in which `*` is all but `/` and `:`', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '*', '/', ':', '.', '\n', '\ud83d', '\ude00'),
      maxLength: 6,
    });
    const expected = (pattern: string): RegExp =>
      new RegExp(
        `^${pattern
          .split('*')
          .map((part) => part.replaceAll(/[./]/g, String.raw`\$&`))
          .join('[^/:]*')}$`,
        'u',
      );
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        expect(matcher(pattern)(value)).toBe(expected(pattern).test(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('never lets a value have more separators than the pattern', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '*', '/', ':'), maxLength: 8 });
    const separators = (value: string): string => value.replaceAll(/[^/:]/g, '');
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        if (matcher(pattern)(value)) expect(separators(value)).toBe(separators(pattern));
      }),
      { numRuns: 1000 },
    );
  });
});
