import type { ApplicationPlan } from '../../../schemas/generated/events/application-plan.types';
import type { GraphFederatedCredential } from '../../../schemas/generated/graph/federated-credential-list.types';
import validateFederatedCredentialList from '../../../schemas/generated/graph/federated-credential-list.validate';
import type { Graph } from '../../../federation/ports';
import { call, parsed } from './call';

/** An object that can have secrets and certificates. */
interface Credentialed {
  readonly id: string;
  readonly passwordCredentials?: readonly { readonly keyId: string }[];
  readonly keyCredentials?: readonly { readonly keyId: string }[];
}

/** Takes every client secret and certificate away; says whether there was any. */
export const removeSecrets = async (
  graph: Graph,
  collection: 'applications' | 'servicePrincipals',
  object: Credentialed,
): Promise<boolean> => {
  const { id, passwordCredentials = [], keyCredentials = [] } = object;
  for (const { keyId } of passwordCredentials) {
    await call(graph, { method: 'POST', path: `/${collection}/${id}/removePassword`, body: { keyId } }, [204]);
  }
  if (keyCredentials.length > 0) {
    await call(graph, { method: 'PATCH', path: `/${collection}/${id}`, body: { keyCredentials: [] } }, [204]);
  }
  return passwordCredentials.length + keyCredentials.length > 0;
};

/**
 * Makes an application's federated credentials exactly those of the plan. What the plan does not name goes first, so
 * that nobody keeps a way in while another is made. Says whether there was anything to do.
 * @param options `audience`: whom outside tokens must be for in the tenant's cloud; `isNew`: there are none yet.
 */
export const syncFederatedCredentials = async (
  graph: Graph,
  applicationId: string,
  planned: ApplicationPlan['federatedCredentials'],
  options: { readonly audience: string; readonly isNew: boolean },
): Promise<boolean> => {
  const path = `/applications/${applicationId}/federatedIdentityCredentials`;
  const present = options.isNew ? [] : await list(graph, path);
  const isAsPlanned = matcherFor(options.audience);
  const surplus = present.filter((credential) => !planned.some((plan) => isAsPlanned(credential, plan)));
  const missing = planned.filter((plan) => !present.some((credential) => isAsPlanned(credential, plan)));
  for (const { id } of surplus) await call(graph, { method: 'DELETE', path: `${path}/${id}` }, [204, 404]);
  for (const { name, issuer, subject } of missing) {
    const body = { name, issuer, subject, audiences: [options.audience] };
    await call(graph, { method: 'POST', path, body }, [201], { 404: 'ReplicationLag', 409: 'ReplicationLag' });
  }
  return surplus.length + missing.length > 0;
};

const list = async (graph: Graph, path: string): Promise<readonly GraphFederatedCredential[]> =>
  parsed(
    await call(graph, { method: 'GET', path }, [200], { 404: 'ReplicationLag' }),
    validateFederatedCredentialList,
    'list of federated credentials',
  ).value;

const matcherFor =
  (audience: string) =>
  (credential: GraphFederatedCredential, plan: { readonly issuer: string; readonly subject: string }): boolean =>
    credential.issuer === plan.issuer &&
    credential.subject === plan.subject &&
    credential.audiences?.length === 1 &&
    credential.audiences[0] === audience;
