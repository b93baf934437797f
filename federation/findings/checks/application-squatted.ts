import type { Check } from '../finding';

export const applicationSquatted: Check = {
  id: 'application-squatted',
  severity: 'high',
  meaning: "An application has the name or the tags of one of the factory's, and the factory is not its only owner.",
  remedy: 'Find out who made it, and delete it. The factory neither writes to it nor binds a role to it.',
  find: ({ observation }) =>
    observation.applications
      .filter(({ isOurs }) => !isOurs)
      .map(({ uniqueName, clientId }) => ({
        subject: uniqueName,
        because: `The application ${uniqueName} (client id ${clientId}) does not belong to the factory alone.`,
      })),
};
