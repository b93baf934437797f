/** A credential by which an outside issuer's token stands for the application. */
export interface FederatedIdentityCredential {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  readonly description: string | null;
}

/** A secret or certificate; the local tenant only knows that there is one. */
export interface OtherCredential {
  readonly keyId: string;
  readonly displayName: string | null;
}

/** Which accounts an application is for. */
export const signInAudiences = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
] as const;
export type SignInAudience = (typeof signInAudiences)[number];

/** The version of the tokens that are issued for an application; null means 1. */
export type AccessTokenVersion = 1 | 2 | null;

/** What applications and service principals share. Times are ISO 8601; owners are object ids. */
export interface DirectoryObject {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly owners: readonly string[];
  readonly passwordCredentials: readonly OtherCredential[];
  readonly keyCredentials: readonly OtherCredential[];
  readonly createdDateTime: string;
  readonly deletedDateTime: string | null;
}

export interface Application extends DirectoryObject {
  readonly uniqueName: string | null;
  readonly signInAudience: SignInAudience;
  readonly requestedAccessTokenVersion: AccessTokenVersion;
  readonly identifierUris: readonly string[];
  readonly federatedIdentityCredentials: readonly FederatedIdentityCredential[];
}

export interface ServicePrincipal extends DirectoryObject {
  readonly accountEnabled: boolean;
  readonly appRoleAssignmentRequired: boolean;
  /** Application permissions of Microsoft Graph that an administrator has consented to. */
  readonly graphRoles: readonly string[];
}
