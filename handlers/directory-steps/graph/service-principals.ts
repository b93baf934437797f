import type { Graph } from '../../../federation/ports';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../../schemas/generated/graph/service-principal.types';
import validateServicePrincipal from '../../../schemas/generated/graph/service-principal.validate';
import { call, literal, parsed } from './call';

/** What is read of a service principal. */
export const servicePrincipalFields = 'id,appId,passwordCredentials,keyCredentials';

/** The live service principal of an application, with its owners; undefined where there is none. */
export const findServicePrincipal = async (graph: Graph, appId: string): Promise<GraphServicePrincipal | undefined> => {
  const path = `/servicePrincipals(appId=${literal(appId)})?$select=${servicePrincipalFields}&$expand=owners`;
  const response = await call(graph, { method: 'GET', path }, [200, 404]);
  return response.status === 404 ? undefined : parsed(response, validateServicePrincipal, 'service principal');
};

/**
 * Makes the service principal of an application; `exists` where somebody was faster. While the application is new,
 * Graph may not know it everywhere yet.
 */
export const createServicePrincipal = async (
  graph: Graph,
  application: GraphApplication,
): Promise<GraphServicePrincipal | 'exists'> => {
  const response = await call(
    graph,
    {
      method: 'PATCH',
      path: `/servicePrincipals(appId=${literal(application.appId)})`,
      headers: { Prefer: 'create-if-missing' },
      body: { displayName: application.displayName ?? application.uniqueName },
    },
    [201, 204],
    { 400: 'ReplicationLag', 404: 'ReplicationLag' },
  );
  return response.status === 204 ? 'exists' : parsed(response, validateServicePrincipal, 'service principal');
};

/** Deletes a service principal; its object id, and so its `sub`, does not come back but by restoring it. */
export const deleteServicePrincipal = async (graph: Graph, { id }: GraphServicePrincipal): Promise<void> => {
  await call(graph, { method: 'DELETE', path: `/servicePrincipals/${id}` }, [204, 404]);
};
