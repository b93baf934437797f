import { everythingPaused, type StandingPause } from '../federation/pauses';
import validatePauseList from '../schemas/generated/settings/pauses.validate';
import { parseJson } from './json';

/**
 * Reads what is paused from the value of the parameter. Where there is no parameter nothing is; where its value cannot be
 * read everything is, because somebody wanted to pause something.
 */
export const pausesIn = (value: string | undefined, now: Date): readonly StandingPause[] => {
  if (value === undefined) return [];
  const list = parseJson(value);
  return validatePauseList(list)
    ? list.pauses
    : everythingPaused('The parameter does not hold a list of pauses; `oidc-factory resume` writes it anew.', now);
};
