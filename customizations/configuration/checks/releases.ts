import { type Diagnostic, diagnostic } from '../diagnostics';
import { select } from '../documents/draft';
import type { Check } from './check';

/** What the language has already and the factory does not do yet is refused: it must not be taken for something else. */
export const checkReleases: Check = (draft) =>
  select(draft, 'Organization', ['deliver']).flatMap(({ value, position }): Diagnostic[] =>
    value === 'lza'
      ? [
          diagnostic(
            position,
            'not-supported-yet',
            '`deliver: lza` comes with a later release. Write `deliver: cfct` or `deliver: stacksets`.',
          ),
        ]
      : [],
  );
