import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, selectBelow, texts } from '../documents/draft';
import { knownAccounts } from './known-accounts';
import { knownUnits } from './known-units';
import { covers, unitOf } from './units';
import type { Check } from './check';

/** Accounts that are excluded are in scope otherwise: excluding others has no effect, and may be a mistake. */
export const checkTargets: Check = (draft) => {
  const accounts = knownAccounts(draft);
  const { names: paths, pathOf } = knownUnits(draft);
  return select(draft, 'Organization', ['targets']).flatMap((targets) => {
    const listed = selectBelow(targets, ['organizationalUnits', '*']);
    const units = listed.flatMap(({ value }) => unitOf(value, pathOf) ?? []);
    const isPlain = units.length === listed.length && units.every(({ path }) => paths.has(path));
    if (units.length === 0 || !isPlain) return [];
    return texts(selectBelow(targets, ['excludedAccounts', '*'])).flatMap(({ value, position }): Diagnostic[] => {
      const unit = accounts.find(value)[0]?.organizationalUnit;
      if (unit === undefined || units.some((target) => covers(target, unit))) return [];
      const message = `The account ${value} is in \`${unit}\`, which is in no target; excluding it has no effect. Remove it, or correct the id.`;
      return [diagnostic(position, 'needless-exclusion', message)];
    });
  });
};
