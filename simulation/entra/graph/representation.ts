import type { Directory } from '../directory';
import type { Application, DirectoryObject, FederatedIdentityCredential, ServicePrincipal } from '../objects';
import type { Resource } from './query';

/** How Graph shows an application, without what nobody here asks for. */
const application = (item: Application): Readonly<Record<string, unknown>> => ({
  id: item.id,
  deletedDateTime: item.deletedDateTime,
  appId: item.appId,
  uniqueName: item.uniqueName,
  displayName: item.displayName,
  createdDateTime: item.createdDateTime,
  identifierUris: item.identifierUris,
  signInAudience: item.signInAudience,
  notes: item.notes,
  tags: item.tags,
  api: { requestedAccessTokenVersion: item.requestedAccessTokenVersion },
  keyCredentials: item.keyCredentials,
  passwordCredentials: item.passwordCredentials,
});

const servicePrincipal = (item: ServicePrincipal): Readonly<Record<string, unknown>> => ({
  id: item.id,
  deletedDateTime: item.deletedDateTime,
  accountEnabled: item.accountEnabled,
  appId: item.appId,
  appRoleAssignmentRequired: item.appRoleAssignmentRequired,
  createdDateTime: item.createdDateTime,
  displayName: item.displayName,
  notes: item.notes,
  servicePrincipalType: 'Application',
  servicePrincipalNames: [item.appId],
  tags: item.tags,
  keyCredentials: item.keyCredentials,
  passwordCredentials: item.passwordCredentials,
});

const byWords = { displayName: ({ displayName }: DirectoryObject): string => displayName };

const shared = {
  id: ({ id }: DirectoryObject): string => id,
  appId: ({ appId }: DirectoryObject): string => appId,
  displayName: ({ displayName }: DirectoryObject): string => displayName,
  tags: ({ tags }: DirectoryObject): readonly string[] => tags,
};

/**
 * Applications. The reference does not name uniqueName among what can be filtered on: it is a key, and so stands in the
 * path.
 */
export const applications = (directory: Directory): Resource<Application> => ({
  type: 'application',
  show: application,
  filterable: { ...shared, identifierUris: ({ identifierUris }) => identifierUris },
  searchable: byWords,
  expandable: {
    owners: ({ owners }) => owners.flatMap((id) => owner(directory, id)),
    federatedIdentityCredentials: (item) => item.federatedIdentityCredentials,
  },
});

/** Service principals. */
export const servicePrincipals = (directory: Directory): Resource<ServicePrincipal> => ({
  type: 'servicePrincipal',
  show: servicePrincipal,
  filterable: shared,
  searchable: byWords,
  expandable: { owners: ({ owners }) => owners.flatMap((id) => owner(directory, id)) },
});

/** Federated credentials of an application. */
export const federatedCredentials: Resource<FederatedIdentityCredential> = {
  type: 'federatedIdentityCredential',
  show: (item) => ({ ...item }),
  filterable: { name: ({ name }) => name, subject: ({ subject }) => subject },
  expandable: {},
};

/** Owners of an object, by id; a service principal that is gone owns nothing any more. */
export const owners = (directory: Directory): Resource<string> => ({
  type: 'directoryObject',
  show: (id) => owner(directory, id)[0] ?? {},
  filterable: {},
  expandable: {},
});

/** The owners that are there. */
export const presentOwners = (directory: Directory, object: DirectoryObject): readonly string[] =>
  object.owners.filter((id) => owner(directory, id).length > 0);

/** An id that is no service principal's is a user's, of whom this caller may see no more than the id. */
const owner = (directory: Directory, id: string): readonly Readonly<Record<string, unknown>>[] => {
  const isIt = (principal: ServicePrincipal): boolean => principal.id === id;
  const principal = directory.servicePrincipals.live().find(isIt);
  if (principal !== undefined)
    return [{ '@odata.type': '#microsoft.graph.servicePrincipal', ...servicePrincipal(principal) }];
  if (directory.servicePrincipals.deleted().some(isIt)) return [];
  return [{ '@odata.type': '#microsoft.graph.user', id, displayName: null }];
};
