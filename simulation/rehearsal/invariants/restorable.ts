import type { Breach, Ground } from './breach';

/** Where no policy purges, no client id that was registered is lost. */
export const restorable = ({ stage, policies, applications, accounts }: Ground): readonly Breach[] => {
  const purges = policies.some(({ policies: all }) =>
    all.some((one) => one.onDelete === 'purge' && one.enforcement === 'enforce'),
  );
  if (purges) return [];
  return [...stage.organization.table.bindings.values()]
    .filter(({ account, caller }) => caller === 'own-application' && accounts.some(({ id }) => id === account))
    .flatMap(({ clientIds, account, roleName }) =>
      clientIds
        .filter((clientId) => !applications.some(({ appId }) => appId === clientId))
        .map((clientId): Breach => ({
          invariant: 'restorable',
          what: `The application ${clientId} of ${account}/${roleName} is neither live nor can it be restored.`,
        })),
    );
};
