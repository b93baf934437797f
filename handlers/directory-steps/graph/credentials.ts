import type { ApplicationPlan } from '../../../schemas/generated/events/caller-plan.types';
import type { GraphFederatedCredential } from '../../../schemas/generated/graph/federated-credential-list.types';
import validateFederatedCredentialList from '../../../schemas/generated/graph/federated-credential-list.validate';
import type { Graph } from '../../../federation/ports';
import { call, type Meanings, parsed } from './call';

/** An object that can have secrets and certificates. */
interface Credentialed {
  readonly id: string;
  readonly passwordCredentials?: readonly { readonly keyId: string }[];
  readonly keyCredentials?: readonly { readonly keyId: string }[];
}

/** Whether an object has a client secret or certificate, by which whoever knows it can sign in. */
export const hasSecrets = ({ passwordCredentials = [], keyCredentials = [] }: Credentialed): boolean =>
  passwordCredentials.length + keyCredentials.length > 0;

/** Takes every client secret and certificate away; says whether there was any. */
export const removeSecrets = async (
  graph: Graph,
  collection: 'applications' | 'servicePrincipals',
  object: Credentialed,
  meanings: Meanings,
): Promise<boolean> => {
  const { id, passwordCredentials = [], keyCredentials = [] } = object;
  for (const { keyId } of passwordCredentials) {
    const request = { method: 'POST', path: `/${collection}/${id}/removePassword`, body: { keyId } } as const;
    // A secret that was shown and is not there has been removed by an earlier run, whatever the object's age.
    await call(graph, request, [204], { 400: 'ReplicationLag', 404: 'ReplicationLag' });
  }
  if (keyCredentials.length > 0) {
    const request = { method: 'PATCH', path: `/${collection}/${id}`, body: { keyCredentials: [] } } as const;
    await call(graph, request, [204], meanings);
  }
  return hasSecrets(object);
};

/**
 * Makes an application's federated credentials exactly those of the plan. What the plan does not name goes first, so
 * that nobody keeps a way in while another is made. Says whether there was anything to do.
 * @param options `audience`: whom outside tokens must be for in the tenant's cloud; `isNew`: there are none yet;
 *   `meanings`: what it means that Graph does not find the application.
 */
export const syncFederatedCredentials = async (
  graph: Graph,
  applicationId: string,
  planned: ApplicationPlan['federatedCredentials'],
  options: { readonly audience: string; readonly isNew: boolean; readonly meanings: Meanings },
): Promise<boolean> => {
  const path = `/applications/${applicationId}/federatedIdentityCredentials`;
  const present = options.isNew ? [] : await list(graph, path, options.meanings);
  const isAsPlanned = matcherFor(options.audience);
  const surplus = present.filter((credential) => !planned.some((plan) => isAsPlanned(credential, plan)));
  const missing = planned.filter((plan) => !present.some((credential) => isAsPlanned(credential, plan)));
  // A replica that does not have the application yet answers as if the credential were gone: it is listed once more.
  for (const { id } of surplus)
    await call(graph, { method: 'DELETE', path: `${path}/${id}` }, [204], { 404: 'ReplicationLag' });
  for (const { name, issuer, subject } of missing) {
    const body = { name, issuer, subject, audiences: [options.audience] };
    // A refusal is about the credential, however new the application. One that is there, and was not shown, was made by
    // an earlier run.
    const meanings = { ...options.meanings, 400: 'DirectoryRefused', 409: 'ReplicationLag' } as const;
    await call(graph, { method: 'POST', path, body }, [201], meanings);
  }
  return surplus.length + missing.length > 0;
};

/** The federated credentials of an application; undefined where it is not there. */
export const listFederatedCredentials = async (
  graph: Graph,
  applicationId: string,
): Promise<readonly GraphFederatedCredential[] | undefined> => {
  const path = `/applications/${applicationId}/federatedIdentityCredentials`;
  const response = await call(graph, { method: 'GET', path }, [200, 404]);
  return response.status === 404
    ? undefined
    : parsed(response, validateFederatedCredentialList, 'list of federated credentials').value;
};

const list = async (graph: Graph, path: string, meanings: Meanings): Promise<readonly GraphFederatedCredential[]> =>
  parsed(
    await call(graph, { method: 'GET', path }, [200], meanings),
    validateFederatedCredentialList,
    'list of federated credentials',
  ).value;

/** Whether a credential is one that is planned, for outside tokens with this audience. */
export const matcherFor =
  (audience: string) =>
  (credential: GraphFederatedCredential, plan: { readonly issuer: string; readonly subject: string }): boolean =>
    credential.issuer === plan.issuer &&
    credential.subject === plan.subject &&
    credential.audiences?.length === 1 &&
    credential.audiences[0] === audience;
