/** Whose fault a failure is, and so who can mend it. */
export type Fault = 'configuration' | 'role-owner' | 'account' | 'cloud' | 'directory' | 'factory';

/** What there is to say of a failure before anything is known of the case. */
export interface FailureFacts {
  readonly fault: Fault;
  /** What whoever reads it can do. */
  readonly remedy: string;
}

/**
 * Everything that can go wrong at run time. The code is the name that Step Functions matches in Retry and Catch, so it
 * is part of the contract between the functions and the workflows.
 */
export const failures = {
  AccessDenied: {
    fault: 'account',
    remedy:
      'See whether a service control policy or a change of the access role keeps the factory out, then send the event again.',
  },
  AccountNotReady: {
    fault: 'cloud',
    remedy:
      'The workflow tries again by itself while the baseline may still come. If it has given up, see why the pipeline does not bring the access role and the providers to the account; once they are there, the nightly reconcile goes on.',
  },
  AccessWithheld: {
    fault: 'cloud',
    remedy:
      'The workflow tries again for some minutes; then access is taken to be lost, and what is left there is told.',
  },
  AccountUnknown: {
    fault: 'configuration',
    remedy: 'Run `oidc-factory lock` and commit the lock file, so that the factory knows the account.',
  },
  Throttled: { fault: 'cloud', remedy: 'The service asks for fewer calls; the workflow tries again by itself.' },
  Unavailable: { fault: 'cloud', remedy: 'The service did not answer; the workflow tries again by itself.' },
  ConcurrentModification: {
    fault: 'cloud',
    remedy: 'Somebody else changed the provider at the same moment; the workflow tries again by itself.',
  },
  ReplicationLag: {
    fault: 'directory',
    remedy: 'Microsoft Entra does not show a new object everywhere yet; the workflow tries again by itself.',
  },
  Locked: {
    fault: 'cloud',
    remedy:
      'Another execution works on the same; the workflow tries again by itself. Run the command again if it gave up.',
  },
  WorldMoved: {
    fault: 'cloud',
    remedy: 'The role changed while it was worked on; the workflow starts over by itself.',
  },
  Paused: {
    fault: 'configuration',
    remedy:
      'Nothing was written, and what is bound keeps working. `oidc-factory resume` ends a pause; then the nightly reconcile does what was left.',
  },
  ProviderMissing: {
    fault: 'account',
    remedy:
      'The account has no OIDC provider for the issuer. Let the provider stack be deployed, or send an UpdateManagedAccount event.',
  },
  AudienceQuotaReached: {
    fault: 'account',
    remedy:
      'The provider holds 100 audiences. Remove roles that are not needed, or give the policy `audience: per-account`.',
  },
  BudgetReached: {
    fault: 'account',
    remedy:
      'The account has used up what `perAccount` in the organization document allows. See what makes so many changes there; the nightly reconcile goes on with the rest.',
  },
  RemovalsStopped: {
    fault: 'account',
    remedy:
      'Events have taken down as many bindings in this hour as `perAccount` or `guard` in the organization document allows. See what makes so many changes; the nightly reconcile goes on with the rest.',
  },
  RoleQuotaReached: {
    fault: 'role-owner',
    remedy: 'The role has as many tags or managed policies as IAM allows. Take one of them off, then run this again.',
  },
  TrustPolicyTooLong: {
    fault: 'role-owner',
    remedy:
      "The trust policy would pass the account's length quota. Shorten its other statements, or have the quota raised.",
  },
  TrustPolicyRefused: {
    fault: 'role-owner',
    remedy:
      'IAM refuses the trust policy. Mend the statement that it names; another statement of the role may break a rule.',
  },
  ApplicationSquatted: {
    fault: 'directory',
    remedy:
      'Somebody else owns an application under the name that the binding needs. Find out who, and have it deleted for good.',
  },
  ApplicationNotHandedOver: {
    fault: 'directory',
    remedy:
      'Nothing was written, and whoever uses the role still can. Have an administrator mend in Microsoft Entra what is missing, or take the line out of `handOvers`; the nightly reconcile tries again.',
  },
  DirectoryRefused: {
    fault: 'directory',
    remedy:
      "Microsoft Graph refuses the call. See whether the factory's application has Application.ReadWrite.OwnedBy, with consent.",
  },
  SignInRefused: {
    fault: 'directory',
    remedy:
      "Microsoft Entra does not let the factory sign in. Compare the federated credential of the factory's application with the role of the directory function.",
  },
  OrganizationsRefused: {
    fault: 'configuration',
    remedy:
      'Use credentials of the management account, or of a delegated administrator, that may read AWS Organizations.',
  },
  OrganizationsUnreachable: {
    fault: 'configuration',
    remedy: 'Nothing was written; run the command again when that is mended.',
  },
  FactoryRefused: {
    fault: 'configuration',
    remedy:
      'Use credentials of the factory account that may do it: states:StartExecution and states:DescribeExecution on the workflows of oidc-factory for `revoke`, `reconcile` and `apply`, the last also s3:PutObject on runs/approved/ and s3:GetObject on runs/reports/ in its bucket, ssm:GetParameter and ssm:PutParameter on /oidc-factory/paused for `pause` and `resume`, and on its table dynamodb:GetItem and dynamodb:UpdateItem for `confirm`, dynamodb:Query for `history`.',
  },
  FactoryUnreachable: {
    fault: 'configuration',
    remedy: 'Run the command again when that is mended; it can be repeated.',
  },
  AccountsRefused: {
    fault: 'configuration',
    remedy: 'What was read is kept; run the command again when that is mended, and it goes on from there.',
  },
  DirectoryNotRead: {
    fault: 'configuration',
    remedy:
      'Sign in to the tenant as somebody who may read its applications, `az login --tenant ID` for one, or leave the callers out with `--no-directory`.',
  },
  BindingsNotRead: {
    fault: 'configuration',
    remedy:
      'Use credentials of the factory account that may read its table, let the role that `--role` names read it, or leave the bindings out with `--no-bindings`.',
  },
  HookRefused: {
    fault: 'configuration',
    remedy: 'Use credentials of the management account that may deploy a stack with IAM roles and EventBridge rules.',
  },
  HookNotDeployed: {
    fault: 'configuration',
    remedy: 'Run the command again when that is mended; it goes on from there.',
  },
  StackSetsRefused: {
    fault: 'configuration',
    remedy:
      'Use credentials of the management account that may work on StackSets, and put objects into the bucket for templates.',
  },
  StackSetsNotDeployed: {
    fault: 'configuration',
    remedy: 'Run the command again when that is mended; it goes on from there.',
  },
  FileNotWritten: {
    fault: 'configuration',
    remedy: 'See whether you may write there and whether there is room, or name another place.',
  },
  ConfirmationMissing: {
    fault: 'configuration',
    remedy:
      'Nothing was written. See what would be done, then run `oidc-factory confirm HASH`, or with `--deny` have it ended; correct the policies where it is not what you want.',
  },
  ConfirmationDenied: {
    fault: 'configuration',
    remedy: 'Nothing was written. Correct the policies; the next reconcile plans anew.',
  },
  PlanOutdated: {
    fault: 'cloud',
    remedy: 'Nothing of it was written. Plan anew; the next reconcile does so by itself.',
  },
  InvalidInput: {
    fault: 'factory',
    remedy:
      'A step was given what its contract does not allow. Compare the workflow with the catalogue, then report a bug.',
  },
} as const satisfies Record<string, FailureFacts>;

/** The code of a failure. */
export type FailureCode = keyof typeof failures;

/** Whether a name is the code of a failure. */
export const isFailureCode = (name: string): name is FailureCode => Object.hasOwn(failures, name);

/** A failure, with its code as `name`: Lambda hands that on to Step Functions as the name of the error. */
export class Failure extends Error {
  override readonly name: FailureCode;

  /** @param what what happened, as a sentence that names the account, role or object. */
  constructor(
    readonly code: FailureCode,
    readonly what: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${what} ${failures[code].remedy}`, options);
    this.name = code;
  }

  get fault(): Fault {
    return failures[this.code].fault;
  }
}
