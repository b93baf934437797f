import type { Policy } from './compiled-policy';
import type { ObservedRole } from './observed';

/** Who answers for a role, by the tag that its policy names; undefined where there is none. */
export const ownerOf = (
  { tags }: Pick<ObservedRole, 'tags'>,
  { ownerTag }: Pick<Policy, 'ownerTag'>,
): string | undefined => (ownerTag !== undefined && Object.hasOwn(tags, ownerTag) ? tags[ownerTag] : undefined);
