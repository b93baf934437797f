import { placeholderAudience } from '../names';
import type { BindingRecord } from '../records';
import { isLive } from '../standing';
import type { AccountObservation } from './observation';

/** Something of the factory's that no binding accounts for. `what` names it among the sightings. */
export type Orphan = { readonly what: string; readonly identityProvider: string } & (
  | { readonly kind: 'audience'; readonly audience: string }
  | { readonly kind: 'application'; readonly uniqueName: string }
);

/**
 * Finds audiences without a binding, and applications without one. An audience is the factory's if a record or one of its
 * applications names it; one that nobody knows is somebody else's.
 */
export const findOrphans = (observation: AccountObservation): readonly Orphan[] => {
  const live = observation.bindings.filter(isLive);
  return [...orphanedAudiences(observation, live), ...orphanedApplications(observation, live)];
};

const orphanedAudiences = (
  { providers, bindings, applications }: AccountObservation,
  live: readonly BindingRecord[],
): readonly Orphan[] => {
  const ours = new Set([
    ...bindings.flatMap(({ audiences, clientIds }) => [...audiences, ...clientIds]),
    ...applications.filter(({ isOurs }) => isOurs).map(({ clientId }) => clientId),
  ]);
  return [...providers].flatMap(([identityProvider, { audiences }]) =>
    audiences
      .filter((audience) => audience !== placeholderAudience && ours.has(audience))
      .filter((audience) => !live.some((b) => b.identityProvider === identityProvider && b.audience === audience))
      .map((audience) => ({
        kind: 'audience',
        what: `audience ${identityProvider} ${audience}`,
        identityProvider,
        audience,
      })),
  );
};

const orphanedApplications = (
  { applications }: AccountObservation,
  live: readonly BindingRecord[],
): readonly Orphan[] => {
  const used = new Set(live.flatMap(({ uniqueName, audienceUniqueName }) => [uniqueName, audienceUniqueName]));
  return applications
    .filter(({ isOurs, uniqueName }) => isOurs && !used.has(uniqueName))
    .map(({ identityProvider, uniqueName }) => ({
      kind: 'application',
      what: `application ${identityProvider} ${uniqueName}`,
      identityProvider,
      uniqueName,
    }));
};
