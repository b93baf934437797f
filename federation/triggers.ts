/** What can start a workflow. */
export type Trigger =
  | 'role-created'
  | 'role-changed'
  | 'role-deleted'
  /** The policies no longer bind a role that is bound, or binding it has failed for good. */
  | 'role-released'
  | 'role-revoked'
  | 'role-reinstated'
  /** A binding is declared in YAML, ahead of its role. */
  | 'role-declared'
  /** An account was created, enrolled again, or has joined the organization. */
  | 'account-vended'
  /** An account has another organizational unit. */
  | 'account-moved'
  /** An account is closed, or is being closed. */
  | 'account-closed'
  /** An account is no longer of the organization. */
  | 'account-left'
  /** An account is found to be out of scope, while something of the factory's is live for it. */
  | 'account-released'
  /** An OIDC provider of an account was created, changed or deleted by somebody else. */
  | 'provider-changed'
  /** It is time to compare an account with the policies. */
  | 'account-due'
  /** It is time to compare every account with the policies: nightly, and after the policies have changed. */
  | 'organization-due';

/** The IAM calls on roles that vended accounts forward: those that can change a verdict. Policies attached to a role do not. */
export const triggerOfRoleCall = {
  CreateRole: 'role-created',
  DeleteRole: 'role-deleted',
  UpdateAssumeRolePolicy: 'role-changed',
  UpdateRole: 'role-changed',
  PutRolePermissionsBoundary: 'role-changed',
  DeleteRolePermissionsBoundary: 'role-changed',
  TagRole: 'role-changed',
  UntagRole: 'role-changed',
} as const satisfies Record<string, Trigger>;

/** The IAM calls that vended accounts forward, because they can break a binding through its account's OIDC provider. */
export const triggerOfProviderCall = {
  CreateOpenIDConnectProvider: 'provider-changed',
  DeleteOpenIDConnectProvider: 'provider-changed',
  AddClientIDToOpenIDConnectProvider: 'provider-changed',
  RemoveClientIDFromOpenIDConnectProvider: 'provider-changed',
  UpdateOpenIDConnectProviderThumbprint: 'provider-changed',
} as const satisfies Record<string, Trigger>;

/** Every IAM call that vended accounts forward. */
export const triggerOfIamCall = { ...triggerOfRoleCall, ...triggerOfProviderCall };

/** Whether an IAM call is one on roles that vended accounts forward. */
export const isForwardedRoleCall = (name: string): name is keyof typeof triggerOfRoleCall =>
  Object.hasOwn(triggerOfRoleCall, name);

/** Whether an IAM call is one on OIDC providers that vended accounts forward. */
export const isForwardedProviderCall = (name: string): name is keyof typeof triggerOfProviderCall =>
  Object.hasOwn(triggerOfProviderCall, name);

/** Whether an IAM call is one that vended accounts forward. */
export const isForwardedIamCall = (name: string): name is keyof typeof triggerOfIamCall =>
  Object.hasOwn(triggerOfIamCall, name);

/** The lifecycle events of Control Tower that the hook forwards. Retries and re-enrolment come as updates. */
export const lifecycleEvents = ['CreateManagedAccount', 'UpdateManagedAccount'] as const;

/**
 * The calls and service events of AWS Organizations that the hook forwards. A call of LeaveOrganization is made in the
 * member account, whose own trail has it; the management account is told by AccountDepartedOrganization, since May 2026
 * and not in every partition, and the nightly reading finds what nobody told. Source: the Organizations API reference.
 */
export const triggerOfOrganizationEvent = {
  CreateAccountResult: 'account-vended',
  AccountJoinedOrganization: 'account-vended',
  MoveAccount: 'account-moved',
  CloseAccount: 'account-closed',
  CloseAccountResult: 'account-closed',
  RemoveAccountFromOrganization: 'account-left',
  AccountDepartedOrganization: 'account-left',
} as const satisfies Record<string, Trigger>;

/** Whether an event of AWS Organizations is one that the hook forwards. */
export const isForwardedOrganizationEvent = (name: string): name is keyof typeof triggerOfOrganizationEvent =>
  Object.hasOwn(triggerOfOrganizationEvent, name);
