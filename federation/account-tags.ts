import type { CompiledPolicy, Criteria } from './compiled-policy';

/** Whether some policy asks for the tags of accounts; reading them costs a call an account. */
export const asksForAccountTags = ({ policies }: CompiledPolicy): boolean =>
  policies.some(({ match }) => [match, match.except, ...(match.within ?? [])].some(asks));

const asks = (criteria: Criteria | undefined): boolean => criteria?.accountTags !== undefined;
