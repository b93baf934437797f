import type { Graph } from '../../../federation/ports';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import type { GraphServicePrincipal } from '../../../schemas/generated/graph/service-principal.types';
import validateServicePrincipal from '../../../schemas/generated/graph/service-principal.validate';
import validateServicePrincipalList from '../../../schemas/generated/graph/service-principal-list.validate';
import { call, literal, type Meanings, parsed } from './call';
import { itemsOf, pageSize } from './pages';
import { taggedWith } from './tags';

/** What is read of a service principal. */
export const servicePrincipalFields = 'id,appId,accountEnabled,tags,passwordCredentials,keyCredentials';

/** The live service principal of an application, with its owners; undefined where there is none. */
export const findServicePrincipal = async (graph: Graph, appId: string): Promise<GraphServicePrincipal | undefined> => {
  const path = `/servicePrincipals(appId=${literal(appId)})?$select=${servicePrincipalFields}&$expand=owners`;
  const response = await call(graph, { method: 'GET', path }, [200, 404]);
  return response.status === 404 ? undefined : parsed(response, validateServicePrincipal, 'service principal');
};

/** The live service principals that have a tag, with their owners. */
export const listServicePrincipals = (
  graph: Graph,
  tag: string,
): AsyncGenerator<GraphServicePrincipal, void, undefined> => {
  const path = `/servicePrincipals?${taggedWith(tag)}&$select=${servicePrincipalFields}&$expand=owners&$top=${pageSize}`;
  return itemsOf(graph, path, validateServicePrincipalList, 'list of service principals');
};

/** Whether anybody can sign in as it. */
export const isEnabled = ({ accountEnabled }: GraphServicePrincipal): boolean => accountEnabled !== false;

/** Makes the service principal of an application; `exists` where somebody was faster. */
export const createServicePrincipal = async (
  graph: Graph,
  application: GraphApplication,
  how: { readonly tags: readonly string[]; readonly isEnabled: boolean; readonly meanings: Meanings },
): Promise<GraphServicePrincipal | 'exists'> => {
  const { appId, displayName, uniqueName } = application;
  const response = await call(
    graph,
    {
      method: 'PATCH',
      path: `/servicePrincipals(appId=${literal(appId)})`,
      headers: { Prefer: 'create-if-missing' },
      body: {
        displayName: displayName ?? uniqueName,
        tags: how.tags,
        ...(!how.isEnabled && { accountEnabled: false }),
      },
    },
    [201, 204],
    how.meanings,
  );
  return response.status === 204 ? 'exists' : parsed(response, validateServicePrincipal, 'service principal');
};

/** Lets nobody sign in as a service principal any more, or lets them again. */
export const setEnabled = async (
  graph: Graph,
  { id }: GraphServicePrincipal,
  accountEnabled: boolean,
  meanings: Meanings,
): Promise<void> => {
  await call(graph, { method: 'PATCH', path: `/servicePrincipals/${id}`, body: { accountEnabled } }, [204], meanings);
};

/** Deletes a service principal; its object id, and so its `sub`, does not come back but by restoring it. */
export const deleteServicePrincipal = async (graph: Graph, { id }: GraphServicePrincipal): Promise<void> => {
  await call(graph, { method: 'DELETE', path: `/servicePrincipals/${id}` }, [204, 404]);
};
