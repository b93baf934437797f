import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const roleUnused: Check = {
  id: 'role-unused',
  severity: 'low',
  meaning: 'A bound role has not been assumed for 90 days, or never since it was made.',
  remedy: 'Delete the role if nobody needs it: its application and its audience go with it.',
  find: (examined) =>
    ofRoles(examined, ({ role, record }) => {
      const since = role.lastUsedAt ?? role.createdAt;
      if (record?.state !== 'bound' || since === undefined) return [];
      const days = Math.floor((examined.observation.now.getTime() - Date.parse(since)) / 86_400_000);
      if (days < 90) return [];
      return [
        role.lastUsedAt === undefined
          ? `The role has never been used, and is ${days} days old.`
          : `The role was last used ${days} days ago.`,
      ];
    }),
};
