import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, type Selected } from '../documents/draft';
import type { Check } from './check';

/** What the language has already and the factory does not do yet is refused: it must not be taken for something else. */
export const checkReleases: Check = (draft) => [
  ...refuse(select(draft, 'Organization', ['deliver']), ['cfct'], ['lza', 'stacksets'], 'deliver'),
  ...refuse(select(draft, 'Policies', ['policies', '*', 'audience']), ['per-role'], ['per-account'], 'audience'),
  ...select(draft, 'Policies', ['policies', '*', 'caller'])
    .filter(({ value, document, path }) => isLaterCaller(value) && document.isSound(path))
    .map(({ position }) =>
      diagnostic(
        position,
        'not-supported-yet',
        'Shared and existing callers come with a later release. Write `caller: own-application`.',
      ),
    ),
];

const refuse = (
  selected: readonly Selected[],
  today: readonly [string],
  later: readonly string[],
  key: string,
): readonly Diagnostic[] =>
  selected
    .filter(({ value }) => typeof value === 'string' && later.includes(value))
    .map(({ value, position }) =>
      diagnostic(
        position,
        'not-supported-yet',
        `\`${key}: ${String(value)}\` comes with a later release. Write \`${key}: ${today[0]}\`.`,
      ),
    );

const isLaterCaller = (caller: unknown): boolean =>
  typeof caller === 'object' && caller !== null && ('shared' in caller || 'existing' in caller);
