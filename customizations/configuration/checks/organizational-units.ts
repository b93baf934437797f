import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, type Selected, selectBelow, texts } from '../documents/draft';
import type { DocumentKind } from '../documents/kinds';
import { didYouMean } from '../near-miss';
import { knownUnits } from './known-units';
import type { Check } from './check';

/** The paths of the units that a list names, plain or as `{ path, direct }`. */
export const unitPaths = (draft: Draft, kind: DocumentKind, list: readonly string[]): readonly Selected<string>[] =>
  texts(
    select(draft, kind, [...list, '*']).flatMap((each) =>
      typeof each.value === 'string' ? [each] : selectBelow(each, ['path']),
    ),
  );

/** Wherever an organizational unit is named, it is one of the lock file. */
export const checkOrganizationalUnits: Check = (draft) => {
  const known = knownUnits(draft);
  if (!known.isComplete || known.names.size === 0) return [];
  return [
    ...unitPaths(draft, 'Organization', ['targets', 'organizationalUnits']),
    ...unitPaths(draft, 'Organization', ['guardrails', 'serviceControlPolicy', 'organizationalUnits']),
    ...unitPaths(draft, 'Organization', ['guardrails', 'resourceControlPolicy', 'organizationalUnits']),
    ...unitPaths(draft, 'Policies', ['policies', '*', 'match', 'organizationalUnits']),
    ...unitPaths(draft, 'Policies', ['policies', '*', 'match', 'except', 'organizationalUnits']),
    ...unitPaths(draft, 'Policies', ['policies', '*', 'overrides', '*', 'organizationalUnits']),
    ...unitPaths(draft, 'Policies', ['policies', '*', 'waves', '*', 'organizationalUnits']),
    ...unitPaths(draft, 'Exemptions', ['exemptions', '*', 'organizationalUnits']),
  ].flatMap(({ value, position }): Diagnostic[] => {
    if (known.names.has(known.pathOf(value)) || hasUnitsBelow(known.names, value)) return [];
    const message = `The lock file has no organizational unit \`${value}\`.${didYouMean(value, known.names)} Upper and lower case count. Run \`oidc-factory lock\` if the unit is new.`;
    return [diagnostic(position, 'unknown-organizational-unit', message)];
  });
};

/** A unit that only its children prove is missing in the lock file itself, which another check says. */
const hasUnitsBelow = (paths: ReadonlySet<string>, unit: string): boolean =>
  [...paths].some((path) => path.startsWith(`${unit}/`));
