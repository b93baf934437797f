import type { Check } from '../finding';

export const applicationOrphaned: Check = {
  id: 'application-orphaned',
  severity: 'medium',
  meaning: 'An Entra application of the factory has no binding that it is for.',
  remedy:
    'Nothing, where it is to go: the second reconcile that sees it retires it. To keep it, restore the role or the policy that wanted it.',
  find: ({ reconcile }) =>
    reconcile.unaccounted.flatMap((orphan) =>
      orphan.kind === 'application'
        ? [{ subject: orphan.uniqueName, because: `No binding is for the application ${orphan.uniqueName}.` }]
        : [],
    ),
};
