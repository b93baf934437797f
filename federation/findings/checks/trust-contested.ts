import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const trustContested: Check = {
  id: 'trust-contested',
  severity: 'medium',
  meaning:
    'Somebody keeps writing another trust policy over that of the binding, or keeps putting back that of one that has ended; the factory has stopped.',
  remedy:
    'Put the statement that the factory published into the template that owns the role; that of a binding that has ended, take out of it.',
  find: (examined) => [
    ...ofRoles(examined, ({ record }) => {
      if (record?.state !== 'contested') return [];
      const actors = [...new Set((record.reversals ?? []).map(({ actor }) => actor))];
      return [`The trust policy is written back by ${actors.join(', ') || 'somebody'}.`];
    }),
    ...examined.reconcile.unaccounted.flatMap((orphan) =>
      orphan.kind === 'statement' && orphan.isContested
        ? [{ role: orphan.roleName, because: 'Somebody keeps putting back the statement of a binding that has ended.' }]
        : [],
    ),
  ],
};
