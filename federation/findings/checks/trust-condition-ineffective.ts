import { ineffective } from '../ineffective';
import type { Check } from '../finding';

export const trustConditionIneffective: Check = {
  id: 'trust-condition-ineffective',
  severity: 'medium',
  meaning:
    'A condition of a trust statement does not do what it seems to: it holds without the claim, takes a wildcard for a letter, or is of another issuer.',
  remedy:
    'Compare the claim of the very issuer of the statement: with `StringEquals` in full, or with `StringLike` where a wildcard is meant.',
  find: (examined) => ineffective(examined),
};
