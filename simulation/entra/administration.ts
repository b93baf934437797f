import { tokenExchangeAudience } from './clouds';
import type { Directory } from './directory';

/** An application that can sign in. */
export interface Registration {
  readonly clientId: string;
  /** Object id of its service principal: the `sub` of its tokens. */
  readonly servicePrincipalId: string;
}

/** What an administrator sets up. */
export interface SetUp {
  readonly displayName: string;
  /** The issuer and subject of the outside token that stands for it. */
  readonly federatedCredential: { readonly issuer: string; readonly subject: string };
  /** Application permissions of Microsoft Graph, with consent. */
  readonly graphRoles: readonly string[];
  /** Made up unless given. */
  readonly clientId?: string;
}

/** Sets up an application and its service principal as an administrator does, long before a story begins; nobody owns it. */
export const setUp = (
  directory: Directory,
  { displayName, federatedCredential, graphRoles, clientId }: SetUp,
): Registration => {
  const fields = { displayName, signInAudience: 'AzureADMyOrg' } as const;
  const application = directory.createApplication(fields, undefined, clientId);
  directory.addCredential(application, {
    name: 'sign-in',
    ...federatedCredential,
    audiences: [tokenExchangeAudience],
    description: null,
  });
  const principal = directory.createServicePrincipal(application.appId, {}, undefined);
  directory.servicePrincipals.put({ ...principal, graphRoles });
  directory.applications.age(application);
  directory.servicePrincipals.age(principal);
  return { clientId: application.appId, servicePrincipalId: principal.id };
};
