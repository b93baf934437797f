import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import type { GraphApplication } from '../../../schemas/generated/graph/application.types';
import validateApplication from '../../../schemas/generated/graph/application.validate';
import validateApplicationList from '../../../schemas/generated/graph/application-list.validate';
import type { Graph } from '../../../federation/ports';
import { call, literal, type Meanings, parsed, refusedIn, type Refused, saidIn } from './call';
import { itemsOf, pageSize } from './pages';
import { taggedWith } from './tags';

/** What is read of an application. */
export const applicationFields =
  'id,appId,uniqueName,displayName,createdDateTime,tags,signInAudience,api,identifierUris,passwordCredentials,keyCredentials';

/** The live application of a unique name, with its owners; undefined where there is none. */
export const findApplication = async (graph: Graph, uniqueName: string): Promise<GraphApplication | undefined> => {
  const path = `/applications(uniqueName=${literal(uniqueName)})?$select=${applicationFields}&$expand=owners`;
  const response = await call(graph, { method: 'GET', path }, [200, 404]);
  return response.status === 404 ? undefined : parsed(response, validateApplication, 'application');
};

/** The live application of a client id, with its owners; undefined where there is none. */
export const findApplicationByClientId = async (
  graph: Graph,
  clientId: string,
): Promise<GraphApplication | undefined> => {
  const path = `/applications(appId=${literal(clientId)})?$select=${applicationFields}&$expand=owners`;
  const response = await call(graph, { method: 'GET', path }, [200, 404]);
  return response.status === 404 ? undefined : parsed(response, validateApplication, 'application');
};

/** The live applications that have a tag, with their owners. Anybody may have set it: it proves nothing. */
export const listApplications = (graph: Graph, tag: string): AsyncGenerator<GraphApplication, void, undefined> => {
  const path = `/applications?${taggedWith(tag)}&$select=${applicationFields}&$expand=owners&$top=${pageSize}`;
  return itemsOf(graph, path, validateApplicationList, 'list of applications');
};

/** What became of a registration. */
export type Creation =
  | { readonly kind: 'created'; readonly application: GraphApplication }
  | { readonly kind: 'exists' }
  | { readonly kind: 'denied'; readonly said: string }
  | Refused;

/**
 * Registers an application, with everything that decides about its tokens in one call: left out, Graph would make it a
 * multi-tenant application with v2 tokens. `exists`: somebody was faster; `denied`: somebody else was, or
 * the factory may not register anything; `refused`: most often because a deleted application has the name.
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
    [201, 204, 400, 403],
    // What is to be made where it is missing is found missing only while it is new.
    { 404: 'ReplicationLag' },
  );
  if (response.status === 204) return { kind: 'exists' };
  if (response.status === 400) return refusedIn(response);
  if (response.status === 403) return { kind: 'denied', said: saidIn(response) };
  return { kind: 'created', application: parsed(response, validateApplication, 'application') };
};

/** Whether an application's tokens are made as the factory has them made: v1, for this tenant, by one App ID URI. */
export const hasOurTokens = ({ signInAudience, api, identifierUris }: GraphApplication): boolean =>
  signInAudience === ourTokens.signInAudience &&
  api?.requestedAccessTokenVersion === ourTokens.api.requestedAccessTokenVersion &&
  identifierUris?.length === 1;

/** Puts right what decides about an application's tokens. */
export const correctApplication = async (
  graph: Graph,
  application: GraphApplication,
  plan: ApplicationPlan,
  meanings: Meanings,
): Promise<'right' | 'corrected' | Refused> => {
  if (hasOurTokens(application) && application.identifierUris?.[0] === plan.identifierUri) return 'right';
  const request = { method: 'PATCH', path: `/applications/${application.id}`, body: tokenSettings(plan) } as const;
  const response = await call(graph, request, [204, 400], meanings);
  return response.status === 204 ? 'corrected' : refusedIn(response);
};

/**
 * Makes an application that somebody else has registered one that the factory finds again: in one call, so that all of it
 * is done or nothing. A unique name can be given once to an application that has none. Source: Microsoft's page on
 * onboarding existing resources for Bicep.
 */
export const indexApplication = async (
  graph: Graph,
  application: GraphApplication,
  plan: ApplicationPlan,
  meanings: Meanings,
): Promise<'right' | 'indexed' | Refused> => {
  const { id, uniqueName, tags: present = [] } = application;
  const tags = [...present, ...plan.tags.filter((tag) => !present.includes(tag))];
  const isNamed = uniqueName?.toLowerCase() === plan.uniqueName;
  const isRight = hasOurTokens(application) && application.identifierUris?.[0] === plan.identifierUri;
  if (isNamed && isRight && tags.length === present.length) return 'right';
  const body = { ...(!isNamed && { uniqueName: plan.uniqueName }), ...tokenSettings(plan), tags };
  const response = await call(graph, { method: 'PATCH', path: `/applications/${id}`, body }, [204, 400], meanings);
  return response.status === 204 ? 'indexed' : refusedIn(response);
};

/**
 * Deletes an application; with it goes its service principal. Both stay restorable for 30 days. One that was shown and is
 * not found is not believed to be gone: the next attempt looks for it again.
 */
export const deleteApplication = async (graph: Graph, { id }: GraphApplication): Promise<void> => {
  await call(graph, { method: 'DELETE', path: `/applications/${id}` }, [204], { 404: 'ReplicationLag' });
};

const ourTokens = { signInAudience: 'AzureADMyOrg', api: { requestedAccessTokenVersion: 1 } } as const;

const tokenSettings = ({ identifierUri }: ApplicationPlan) => ({ ...ourTokens, identifierUris: [identifierUri] });
