import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, type Selected, selectBelow, textBelow } from '../documents/draft';
import type { Check } from './check';

/** An override says where it is for and what is other there; what a shared caller is made from is the same everywhere. */
export const checkOverrides: Check = (draft) =>
  select(draft, 'Policies', ['policies', '*']).flatMap((policy) => {
    const isShared = textBelow(policy, 'caller', 'shared') !== undefined;
    return selectBelow(policy, ['overrides', '*'])
      .filter(({ document, path }) => document.isSound(path))
      .flatMap((override) => [...checkForm(override), ...(isShared ? checkShared(override) : [])]);
  });

const scopes = ['organizationalUnits', 'accounts'] as const;
const terms = ['limits', 'ownerTag', 'expiry', 'onDelete', 'enforcement'] as const;

const checkForm = (override: Selected): readonly Diagnostic[] => {
  const keys = Object.keys(override.value ?? {});
  const isScope = (key: string): boolean => scopes.some((scope) => scope === key);
  const missing = (message: string): Diagnostic => diagnostic(override.position, 'missing-key', message);
  return [
    ...(keys.some(isScope)
      ? []
      : [missing('The override does not say where it is for. Add `organizationalUnits` or `accounts`.')]),
    ...(keys.some((key) => !isScope(key))
      ? []
      : [
          missing(
            `The override does not say what is other there. Add one of ${terms.map((key) => `\`${key}\``).join(', ')}.`,
          ),
        ]),
  ];
};

const checkShared = (override: Selected): readonly Diagnostic[] =>
  selectBelow(override, ['onDelete']).map(({ document, path }) =>
    diagnostic(
      document.at(path),
      'conflicting-values',
      'A shared caller is one application, and has one `onDelete` for all of its roles. Write it in the policy.',
    ),
  );
