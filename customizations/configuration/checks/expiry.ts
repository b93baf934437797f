import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, type Selected, selectBelow, textBelow } from '../documents/draft';
import type { Check } from './check';

/** The end of a binding is announced after its beginning, and a caller that is not the factory's has none. */
export const checkExpiry: Check = (draft) => {
  const policies = select(draft, 'Policies', ['policies', '*']);
  const everywhere = [
    ...select(draft, 'Organization', ['policyDefaults', 'expiry']),
    ...policies.flatMap((policy) => selectBelow(policy, ['expiry'])),
    ...policies.flatMap((policy) => selectBelow(policy, ['overrides', '*', 'expiry'])),
  ];
  return [...everywhere.flatMap(checkDays), ...policies.flatMap(checkOutside)];
};

const checkDays = (expiry: Selected): readonly Diagnostic[] => {
  const [after, before] = [textBelow(expiry, 'expiresAfter'), textBelow(expiry, 'announceBefore')];
  if (after === undefined || before === undefined || daysOf(before.value) < daysOf(after.value)) return [];
  const message = `A binding that lasts ${after.value} cannot be announced to end ${before.value} before. Shorten \`announceBefore\`.`;
  return [diagnostic(before.position, 'conflicting-values', message)];
};

const checkOutside = (policy: Selected): readonly Diagnostic[] =>
  selectBelow(policy, ['caller', 'subjects']).length === 0
    ? []
    : [...selectBelow(policy, ['expiry']), ...selectBelow(policy, ['overrides', '*', 'expiry'])].map(
        ({ document, path }) =>
          diagnostic(
            document.at(path),
            'conflicting-values',
            'The roles of an outside issuer get no binding, so that none can end. Remove `expiry`.',
          ),
      );

const daysOf = (text: string): number => Number.parseInt(text, 10);
