import { Failure } from '../../../federation/failures';
import type { Graph } from '../../../federation/ports';
import validateServicePrincipal from '../../../schemas/generated/graph/service-principal.validate';
import { call, literal, parsed } from './call';

/** The object id of the factory's own service principal. */
export const factoryPrincipal = async (graph: Graph, clientId: string): Promise<string> => {
  const path = `/servicePrincipals(appId=${literal(clientId)})?$select=id,appId`;
  return parsed(await call(graph, { method: 'GET', path }, [200]), validateServicePrincipal, 'service principal').id;
};

/**
 * Proves that an object is the factory's: its sole owner is the factory's principal. Tags and names prove nothing,
 * because any user of a tenant may register an application and choose them.
 * @throws Failure `ApplicationSquatted`
 */
export const proveOwnership = (
  object: { readonly id: string; readonly owners?: readonly { readonly id: string }[] },
  principal: string,
  what: string,
): void => {
  const owners = object.owners ?? [];
  if (isSoleOwner(owners, principal)) return;
  throw new Failure(
    'ApplicationSquatted',
    `${what} (object ${object.id}) is owned by ${owners.map(({ id }) => id).join(', ') || 'nobody'}, not by the factory alone.`,
  );
};

/** Whether the owners of an object are the factory's principal, and nobody else. */
export const isSoleOwner = (owners: readonly { readonly id: string }[], principal: string): boolean =>
  owners.length === 1 && owners[0]?.id === principal;
