import { Failure } from '../../../federation/failures';
import type { Graph } from '../../../federation/ports';
import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import { findByIdentifierUri } from '../graph/identifier-uris';

/**
 * Sees whether another application has the App ID URI of a plan. Any user of a tenant may take it for theirs.
 * @throws Failure `ApplicationSquatted`, with who it is
 */
export const requireFreeIdentifierUri = async (
  graph: Graph,
  { uniqueName, identifierUri }: ApplicationPlan,
): Promise<void> => {
  const holder = await findByIdentifierUri(graph, identifierUri);
  if (holder === undefined || holder.uniqueName?.toLowerCase() === uniqueName.toLowerCase()) return;
  const owners = (holder.owners ?? []).map(({ id }) => id).join(', ');
  throw new Failure(
    'ApplicationSquatted',
    `The App ID URI ${identifierUri} of ${uniqueName} is taken by the application ${holder.displayName ?? holder.appId} (object ${holder.id}), owned by ${owners || 'nobody'}.`,
  );
};
