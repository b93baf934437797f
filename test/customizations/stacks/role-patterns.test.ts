import fc from 'fast-check';
import type { Policy } from '../../../federation/compiled-policy';
import { matcher } from '../../../federation/pattern';
import { rolePatterns } from '../../../customizations/stacks/role-patterns';
import { sampleInput } from '../sample';

const [template] = sampleInput().policy.policies;

const policyFor = (roleNames?: readonly string[], rolePaths?: readonly string[]): Policy => ({
  ...template!,
  match: { ...(roleNames && { roleNames }), ...(rolePaths && { rolePaths }) },
});

/** How IAM reads a resource: `*` is any text, slashes too, `?` any one character. */
const iamMatches = (pattern: string, resource: string): boolean => {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, 'u').test(resource);
};

describe('the roles that the policies can match', () => {
  it.each([
    ['no policy', [], []],
    ['no role pattern', [policyFor()], ['/*']],
    ['a path', [policyFor(undefined, ['/ci/'])], ['/ci/*']],
    ['a name that may be under any path', [policyFor(['admin'])], ['/*/admin', '/admin']],
    ['a name with a leading *', [policyFor(['*-deployer'])], ['/*-deployer']],
    ['name and path', [policyFor(['*-deployer'], ['/ci/'])], ['/ci/*-deployer']],
    ['the root path', [policyFor(['admin'], ['/'])], ['/admin']],
    ['one policy within another', [policyFor(['a'], ['/ci/']), policyFor(undefined, ['/ci/'])], ['/ci/*']],
    ['the same twice', [policyFor(['a'], ['/ci/']), policyFor(['a'], ['/ci/'])], ['/ci/a']],
    ['what would be a policy variable', [policyFor(['a'], ['/${aws:username}/'])], ['/?{aws:username}/a']],
    ['runs of *', [policyFor(['a**b'], ['/'])], ['/a*b']],
  ])('%s', (_name, policies, expected) => {
    expect(rolePatterns(policies)).toEqual(expected);
  });

  test('cover every role that a policy matches, in whatever company the policy is', () => {
    const part = fc.array(fc.constantFrom('a', 'b', '*', '-', '.', '$'), { minLength: 1, maxLength: 4 });
    const name = part.map((parts) => parts.join(''));
    const path = fc.array(name, { maxLength: 2 }).map((segments) => `/${segments.map((one) => `${one}/`).join('')}`);
    const policy = fc
      .record({
        names: fc.option(fc.array(name, { minLength: 1, maxLength: 2 })),
        paths: fc.option(fc.array(path, { minLength: 1, maxLength: 2 })),
      })
      .map(({ names, paths }) => policyFor(names ?? undefined, paths ?? undefined));
    const role = fc.record({
      name: fc
        .array(fc.constantFrom('a', 'b', '-', '.', '$'), { minLength: 1, maxLength: 4 })
        .map((parts) => parts.join('')),
      path: fc
        .array(
          fc.array(fc.constantFrom('a', 'b', '$'), { minLength: 1, maxLength: 2 }).map((p) => p.join('')),
          { maxLength: 2 },
        )
        .map((segments) => `/${segments.map((one) => `${one}/`).join('')}`),
    });
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 3 }), role, (policies, one) => {
        const matched = policies.some(
          ({ match }) =>
            (match.roleNames ?? ['*']).some((pattern) => matcher(pattern)(one.name)) &&
            (match.rolePaths === undefined || match.rolePaths.some((pattern) => matcher(pattern)(one.path))),
        );
        const covered = rolePatterns(policies).some((pattern) => iamMatches(pattern, `${one.path}${one.name}`));
        return !matched || covered;
      }),
      { numRuns: 2000 },
    );
  });
});
