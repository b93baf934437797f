import type { ApplicationPlan } from '../../../schemas/generated/events/application-plan.types';
import validateApplicationList from '../../../schemas/generated/graph/application-list.validate';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import validateApplication from '../../../schemas/generated/graph/application.validate';
import type { Graph } from '../../../federation/ports';
import { call, literal, parsed } from './call';

const fields = 'id,appId,uniqueName,displayName,signInAudience,api,identifierUris,passwordCredentials,keyCredentials';

/** The live application of a unique name, with its owners; undefined where there is none. */
export const findApplication = async (graph: Graph, uniqueName: string): Promise<GraphApplication | undefined> => {
  const path = `/applications(uniqueName=${literal(uniqueName)})?$select=${fields}&$expand=owners`;
  const response = await call(graph, { method: 'GET', path }, [200, 404]);
  return response.status === 404 ? undefined : parsed(response, validateApplication, 'application');
};

/**
 * Registers an application, with everything that decides about its tokens in one call: left out, Graph would make it a
 * multi-tenant application with v2 tokens. `exists`: somebody was faster; `held`: a deleted application has the name.
 */
export const createApplication = async (
  graph: Graph,
  plan: ApplicationPlan,
): Promise<GraphApplication | 'exists' | 'held'> => {
  const response = await call(
    graph,
    {
      method: 'PATCH',
      path: `/applications(uniqueName=${literal(plan.uniqueName)})`,
      headers: { Prefer: 'create-if-missing' },
      body: { displayName: plan.displayName, ...tokenSettings(plan), tags: plan.tags },
    },
    [201, 204, 400],
  );
  if (response.status === 204) return 'exists';
  return response.status === 400 ? 'held' : parsed(response, validateApplication, 'application');
};

/** Puts right what decides about an application's tokens; says whether there was anything to do. */
export const correctApplication = async (
  graph: Graph,
  application: GraphApplication,
  plan: ApplicationPlan,
): Promise<boolean> => {
  const wanted = tokenSettings(plan);
  const isRight =
    application.signInAudience === wanted.signInAudience &&
    application.api?.requestedAccessTokenVersion === wanted.api.requestedAccessTokenVersion &&
    application.identifierUris?.length === 1 &&
    application.identifierUris[0] === plan.identifierUri;
  if (isRight) return false;
  await call(graph, { method: 'PATCH', path: `/applications/${application.id}`, body: wanted }, [204], {
    404: 'ReplicationLag',
  });
  return true;
};

/** The deleted application that holds a unique name; undefined where there is none. */
export const findDeletedApplication = async (
  graph: Graph,
  plan: { readonly uniqueName: string },
): Promise<GraphApplication | undefined> => {
  const path = `/directory/deletedItems/microsoft.graph.application?$filter=displayName eq ${literal(plan.uniqueName)}&$select=${fields}`;
  const { value } = parsed(
    await call(graph, { method: 'GET', path: path.replaceAll(' ', '%20') }, [200]),
    validateApplicationList,
    'list of applications',
  );
  return value.find(({ uniqueName }) => uniqueName === plan.uniqueName);
};

/** Deletes an application; with it goes its service principal. Both stay restorable for 30 days. */
export const deleteApplication = async (graph: Graph, application: GraphApplication): Promise<void> => {
  await call(graph, { method: 'DELETE', path: `/applications/${application.id}` }, [204, 404]);
};

/** Brings a deleted object back, with its ids. */
export const restore = async (graph: Graph, id: string): Promise<void> => {
  await call(graph, { method: 'POST', path: `/directory/deletedItems/${id}/restore`, body: {} }, [200], {
    403: 'ApplicationSquatted',
    404: 'ReplicationLag',
  });
};

/** Deletes a deleted object for good. */
export const purge = async (graph: Graph, id: string): Promise<void> => {
  await call(graph, { method: 'DELETE', path: `/directory/deletedItems/${id}` }, [204], { 404: 'ReplicationLag' });
};

const tokenSettings = ({ identifierUri }: ApplicationPlan) => ({
  signInAudience: 'AzureADMyOrg',
  api: { requestedAccessTokenVersion: 1 },
  identifierUris: [identifierUri],
});
