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
  | 'account-vended'
  /** It is time to compare an account with the policies. */
  | 'account-due'
  /** It is time to compare every account with the policies: nightly, and after the policies have changed. */
  | 'organization-due';

/**
 * The IAM calls that vended accounts forward: those that can change a verdict. Policies attached to a role do not; a
 * change of the OIDC provider is found when an account is bootstrapped.
 */
export const triggerOfIamCall = {
  CreateRole: 'role-created',
  DeleteRole: 'role-deleted',
  UpdateAssumeRolePolicy: 'role-changed',
  UpdateRole: 'role-changed',
  PutRolePermissionsBoundary: 'role-changed',
  DeleteRolePermissionsBoundary: 'role-changed',
  TagRole: 'role-changed',
  UntagRole: 'role-changed',
} as const satisfies Record<string, Trigger>;

/** Whether an IAM call is one that vended accounts forward. */
export const isForwardedIamCall = (name: string): name is keyof typeof triggerOfIamCall =>
  Object.hasOwn(triggerOfIamCall, name);

/** The lifecycle events that the hook forwards. Retries and re-enrolment come as updates. */
export const lifecycleEvents = ['CreateManagedAccount', 'UpdateManagedAccount'] as const;
