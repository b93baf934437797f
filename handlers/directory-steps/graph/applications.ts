import type { ApplicationPlan } from '../../../schemas/generated/events/application-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import validateApplication from '../../../schemas/generated/graph/application.validate';
import type { Graph } from '../../../federation/ports';
import { call, literal, parsed, saidIn } from './call';

/** What is read of an application. */
export const applicationFields =
  'id,appId,uniqueName,displayName,signInAudience,api,identifierUris,passwordCredentials,keyCredentials';

/** The live application of a unique name, with its owners; undefined where there is none. */
export const findApplication = async (graph: Graph, uniqueName: string): Promise<GraphApplication | undefined> => {
  const path = `/applications(uniqueName=${literal(uniqueName)})?$select=${applicationFields}&$expand=owners`;
  const response = await call(graph, { method: 'GET', path }, [200, 404]);
  return response.status === 404 ? undefined : parsed(response, validateApplication, 'application');
};

/** What became of a registration. */
export type Creation =
  | { readonly kind: 'created'; readonly application: GraphApplication }
  | { readonly kind: 'exists' }
  | { readonly kind: 'refused'; readonly said: string };

/**
 * Registers an application, with everything that decides about its tokens in one call: left out, Graph would make it a
 * multi-tenant application with v2 tokens. `exists`: somebody was faster; `refused`: Graph's own words, most often
 * because a deleted application has the name.
 */
export const createApplication = async (graph: Graph, plan: ApplicationPlan): Promise<Creation> => {
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
  if (response.status === 204) return { kind: 'exists' };
  if (response.status === 400) return { kind: 'refused', said: saidIn(response) };
  return { kind: 'created', application: parsed(response, validateApplication, 'application') };
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

/** Deletes an application; with it goes its service principal. Both stay restorable for 30 days. */
export const deleteApplication = async (graph: Graph, application: GraphApplication): Promise<void> => {
  await call(graph, { method: 'DELETE', path: `/applications/${application.id}` }, [204, 404]);
};

const tokenSettings = ({ identifierUri }: ApplicationPlan) => ({
  signInAudience: 'AzureADMyOrg',
  api: { requestedAccessTokenVersion: 1 },
  identifierUris: [identifierUri],
});
