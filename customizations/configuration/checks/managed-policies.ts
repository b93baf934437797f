import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, type Selected, selectBelow, texts } from '../documents/draft';
import type { Check } from './check';

/** A managed policy is not allowed and banned by the same limits. */
export const checkManagedPolicies: Check = (draft) =>
  [
    ...select(draft, 'Organization', ['policyDefaults', 'limits']),
    ...select(draft, 'Policies', ['policies', '*', 'limits']),
    ...select(draft, 'Policies', ['policies', '*', 'overrides', '*', 'limits']),
  ].flatMap((limits): readonly Diagnostic[] => {
    const listed = (key: string): readonly Selected<string>[] => texts(selectBelow(limits, [key, '*']));
    const banned = new Set(listed('bannedManagedPolicies').map(({ value }) => value));
    return listed('allowedManagedPolicies')
      .filter(({ value }) => banned.has(value))
      .map(({ value, position }) =>
        diagnostic(
          position,
          'conflicting-values',
          `\`${value}\` is allowed and banned at once, and so banned. Remove it from one of the two lists.`,
        ),
      );
  });
