import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, type Selected, selectBelow, textBelow, texts } from '../documents/draft';
import { dateProblems } from './dates';
import type { Check } from './check';

/** Waves belong to a policy that is enforced, and begin on a day of the calendar. */
export const checkWaves: Check = (draft) => [
  ...select(draft, 'Policies', ['policies', '*']).flatMap((policy) => checkEnforcement(policy, draft)),
  ...dateProblems(
    texts(select(draft, 'Policies', ['policies', '*', 'waves', '*', 'from'])),
    'the first day of the wave',
  ),
];

const checkEnforcement = (policy: Selected, draft: Draft): readonly Diagnostic[] => {
  const written = selectBelow(policy, ['enforcement'])[0];
  const fallback = select(draft, 'Organization', ['policyDefaults', 'enforcement'])[0];
  const isEnforced =
    textBelow(policy, 'enforcement')?.value === 'enforce' || (written === undefined && fallback?.value === 'enforce');
  if (isEnforced) return [];
  return selectBelow(policy, ['waves']).map(({ document, path }) =>
    diagnostic(
      document.at(path),
      'conflicting-values',
      'Waves say from when on a policy is enforced, and this one only reports. Write `enforcement: enforce`, or remove the waves.',
    ),
  );
};
