import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const trustContested: Check = {
  id: 'trust-contested',
  severity: 'medium',
  meaning: 'Somebody keeps writing another trust policy over that of the binding; the factory has stopped.',
  remedy: 'Put the statement that the factory published into the template that owns the role.',
  find: (examined) =>
    ofRoles(examined, ({ record }) => {
      if (record?.state !== 'contested') return [];
      const actors = [...new Set((record.reversals ?? []).map(({ actor }) => actor))];
      return [`The trust policy is written back by ${actors.join(', ') || 'somebody'}.`];
    }),
};
