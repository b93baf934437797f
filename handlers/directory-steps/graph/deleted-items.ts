import type { Graph } from '../../../federation/ports';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import validateApplicationList from '../../../schemas/generated/graph/application-list.validate';
import type { GraphServicePrincipal } from '../../../schemas/generated/graph/service-principal.types';
import validateServicePrincipalList from '../../../schemas/generated/graph/service-principal-list.validate';
import { applicationFields } from './applications';
import { call, literal, parsed } from './call';
import { itemsOf } from './pages';
import { servicePrincipalFields } from './service-principals';

const collection = {
  applications: '/directory/deletedItems/microsoft.graph.application',
  servicePrincipals: '/directory/deletedItems/microsoft.graph.servicePrincipal',
} as const;

/** Graph lists at most so many objects at once. */
const pageSize = 999;

/**
 * The deleted application that holds a unique name; undefined where there is none. The unique name itself cannot be
 * filtered on. It is the display name too, unless somebody has changed that: then all deleted applications are read.
 */
export const findDeletedApplication = async (
  graph: Graph,
  { uniqueName }: { readonly uniqueName: string },
): Promise<GraphApplication | undefined> => {
  const named = `$filter=displayName%20eq%20${literal(uniqueName)}&`;
  return (
    (await findInPages(graph, firstPage(named, 100), uniqueName)) ??
    (await findInPages(graph, firstPage('', pageSize), uniqueName))
  );
};

const firstPage = (filter: string, size: number): string =>
  `${collection.applications}?${filter}$select=${applicationFields}&$top=${size}`;

/** The directory takes names for the same whatever their case. */
const findInPages = async (graph: Graph, first: string, uniqueName: string): Promise<GraphApplication | undefined> => {
  for await (const application of itemsOf(graph, first, validateApplicationList, 'list of applications')) {
    if (application.uniqueName?.toLowerCase() === uniqueName.toLowerCase()) return application;
  }
  return undefined;
};

/** The service principal of an application that was deleted last; undefined where there is none. */
export const findDeletedServicePrincipal = async (
  graph: Graph,
  appId: string,
): Promise<GraphServicePrincipal | undefined> => {
  const path = `${collection.servicePrincipals}?$filter=appId%20eq%20${literal(appId)}&$select=${servicePrincipalFields},deletedDateTime`;
  const { value } = parsed(
    await call(graph, { method: 'GET', path }, [200]),
    validateServicePrincipalList,
    'list of service principals',
  );
  const deletedAt = ({ deletedDateTime }: GraphServicePrincipal): number => Date.parse(deletedDateTime ?? '') || 0;
  return value
    .filter((principal) => principal.appId === appId)
    .sort((one, other) => deletedAt(other) - deletedAt(one))[0];
};

/**
 * The owners of a deleted application; undefined where Graph does not show them. Its reference says that a list of
 * deleted items can be expanded as the objects themselves can, and nothing of owners: an empty list counts as not shown.
 */
export const ownersOfDeleted = async (
  graph: Graph,
  { id }: GraphApplication,
): Promise<NonNullable<GraphApplication['owners']> | undefined> => {
  const path = `${collection.applications}?$filter=id%20eq%20${literal(id)}&$select=id,appId&$expand=owners`;
  const response = await call(graph, { method: 'GET', path }, [200, 400]);
  if (response.status === 400) return undefined;
  const { value } = parsed(response, validateApplicationList, 'list of applications');
  const { owners = [] } = value.find((application) => application.id === id) ?? {};
  return owners.length === 0 ? undefined : owners;
};

/** Brings a deleted object back, with its ids. */
export const restore = async (graph: Graph, { id }: { readonly id: string }): Promise<void> => {
  await call(graph, { method: 'POST', path: `/directory/deletedItems/${id}/restore`, body: {} }, [200], {
    403: 'ApplicationSquatted',
    404: 'ReplicationLag',
  });
};

/** Deletes a deleted object for good. */
export const purge = async (graph: Graph, { id }: { readonly id: string }): Promise<void> => {
  await call(graph, { method: 'DELETE', path: `/directory/deletedItems/${id}` }, [204], { 404: 'ReplicationLag' });
};
