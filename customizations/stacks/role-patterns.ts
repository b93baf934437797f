import type { Policy } from '../../federation/compiled-policy';

/**
 * The roles that the policies can match, as resource patterns behind `:role`, sorted, without those that another covers.
 * IAM's `*` crosses `/` where the policies' `*` does not, so a pattern can only be wider than the policy; tags, accounts
 * and organizational units cannot be said in a resource at all. The verdict narrows what is left.
 */
export const rolePatterns = (policies: readonly Policy[]): readonly string[] => {
  const patterns = [...new Set(policies.flatMap(patternsOf))].sort();
  return patterns.filter((one) => !patterns.some((other) => other !== one && covers(other, one)));
};

const patternsOf = (policy: Policy): readonly string[] => {
  const { roleNames = ['*'], rolePaths } = policy.match;
  return roleNames.flatMap((name) =>
    (rolePaths ?? (name.startsWith('*') ? ['/'] : ['/', '/*/'])).map((path) => inert(`${path}${name}`)),
  );
};

/** `$` would begin a policy variable; `?` stands for any one character, so for `$` too. Runs of `*` mean one. */
const inert = (pattern: string): string => pattern.replaceAll('$', '?').replace(/\*+/g, '*');

/** Whether a pattern matches everything that another matches; an answer of no may be wrong, an answer of yes never is. */
const covers = (wide: string, narrow: string): boolean => {
  const source = wide
    .replace(/[\\^$.+()[\]{}|/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^*]');
  return new RegExp(`^${source}$`, 'u').test(narrow);
};
