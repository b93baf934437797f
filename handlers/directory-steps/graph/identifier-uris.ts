import type { Graph } from '../../../federation/ports';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import validateApplicationList from '../../../schemas/generated/graph/application-list.validate';
import { call, literal, parsed } from './call';

/**
 * The application that has an App ID URI, live or deleted, with its owners; undefined where Graph shows none. Its
 * reference promises no filter for deleted applications: a refusal of it counts as not shown.
 */
export const findByIdentifierUri = async (graph: Graph, uri: string): Promise<GraphApplication | undefined> => {
  for (const collection of ['/applications', '/directory/deletedItems/microsoft.graph.application']) {
    const filter = `$filter=identifierUris/any(u:u%20eq%20${literal(uri)})`;
    const path = `${collection}?${filter}&$select=id,appId,uniqueName,displayName&$expand=owners`;
    const response = await call(graph, { method: 'GET', path }, [200, 400]);
    if (response.status === 400) continue;
    const [holder] = parsed(response, validateApplicationList, 'list of applications').value;
    if (holder !== undefined) return holder;
  }
  return undefined;
};
