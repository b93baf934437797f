import type { FailureCode } from './failures';

/** The kinds of values that steps hand to each other. */
export type ValueKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'optional-text' }
  | { readonly kind: 'count' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'record'; readonly schema: RecordKind }
  | { readonly kind: 'list' }
  /** Where the factory's bucket has something that is too large for a workflow to carry; a text. */
  | { readonly kind: 'stored'; readonly what: StoredKind };

/**
 * What is kept in the bucket for a run. `accounts`: a list, each `{ account: id }`, that a `forEach` goes over by an
 * execution for each. `results`: what Step Functions has written of these. `callers`: the applications of the tenants.
 */
export type StoredKind = 'accounts' | 'results' | 'callers';

/** The records that steps hand to each other; each has a schema. */
export type RecordKind = 'CallerPlan' | 'RegisteredCaller' | 'Retirement' | 'DirectoryObservation';

/**
 * What becomes of a step where somebody has paused what it works on. `refused`: it writes in the account or the directory,
 * and fails with `Paused` in its place. `reports`: it does what it does for a policy that only reports. `goes-on`: it
 * writes in neither.
 */
export type UnderPause = 'refused' | 'reports' | 'goes-on';

/** The contract of a step. */
export interface StepContract {
  /** The function that runs it, and so the credentials that it has. */
  readonly runsIn: 'account-steps' | 'directory-steps';
  /** What the triggering event must be about. */
  readonly subject: 'role' | 'account' | 'any';
  readonly inputs: Readonly<Record<string, ValueKind>>;
  readonly outputs: Readonly<Record<string, ValueKind>>;
  /** How long an attempt may take, in seconds; a minute unless given. */
  readonly attemptSeconds?: number;
  /** What can go wrong, beside what can go wrong in every step (`Throttled`, `Unavailable`, `InvalidInput`). */
  readonly failures: readonly FailureCode[];
  readonly underPause: UnderPause;
  /** In one sentence. */
  readonly summary: string;
}

const optionalText = { kind: 'optional-text' } as const;
const count = { kind: 'count' } as const;
const plan = { kind: 'record', schema: 'CallerPlan' } as const;
const caller = { kind: 'record', schema: 'RegisteredCaller' } as const;
const directory = { kind: 'record', schema: 'DirectoryObservation' } as const;
const retirement = { kind: 'record', schema: 'Retirement' } as const;
const text = { kind: 'text' } as const;
const stored = <const What extends StoredKind>(what: What) => ({ kind: 'stored', what }) as const;
const choice = <const Of extends readonly string[]>(...of: Of) => ({ kind: 'choice', of }) as const;

/** Every step that a workflow can use. The compiler checks workflows against it, the functions implement it. */
export const stepCatalogue = {
  'role.inspect': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: { verdict: choice('bind', 'audit', 'refuse', 'leave', 'gone'), identityProvider: optionalText, plan },
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'AccountUnknown',
      'AudienceQuotaReached',
      'BudgetReached',
      'RemovalsStopped',
      'WorldMoved',
    ],
    underPause: 'reports',
    summary:
      'Reads the role and says what the policies make of it; what they refuse becomes a finding, and a binding that they no longer want is released.',
  },
  'entra.registerApplication': {
    runsIn: 'directory-steps',
    subject: 'role',
    inputs: { plan },
    outputs: { caller, registration: choice('created', 'restored', 'changed', 'unchanged', 'existing') },
    failures: ['ReplicationLag', 'ApplicationSquatted', 'DirectoryRefused', 'SignInRefused'],
    underPause: 'refused',
    summary:
      "Registers the caller's application and its service principal, or finds them and proves that they are the factory's; a caller that is named in YAML is handed on as it is.",
  },
  'provider.addAudience': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { identityProvider: optionalText, caller },
    outputs: {},
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'ConcurrentModification',
      'ProviderMissing',
      'AudienceQuotaReached',
      'WorldMoved',
    ],
    underPause: 'refused',
    summary: "Adds the audience to the account's OIDC provider.",
  },
  'role.bindTrust': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { caller },
    outputs: { trust: choice('changed', 'unchanged') },
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'AccountUnknown',
      'TrustPolicyTooLong',
      'TrustPolicyRefused',
      'WorldMoved',
    ],
    underPause: 'refused',
    summary: 'Reads the role once more and pins audience and subject in its trust policy.',
  },
  'role.confirmBinding': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { caller },
    outputs: { news: choice('yes', 'no') },
    failures: ['AccessDenied', 'AccountNotReady', 'AccountUnknown', 'WorldMoved'],
    underPause: 'reports',
    summary: 'Observes the role once more; starts the workflow over if the world has moved.',
  },
  'role.announce': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { caller },
    outputs: {},
    failures: ['WorldMoved'],
    underPause: 'goes-on',
    summary: 'Says on the outcomes bus that the role is bound, and to whom.',
  },
  'role.confirmGone': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: {
      gone: choice('yes', 'no', 'declared', 'never-bound'),
      identityProvider: optionalText,
      audience: optionalText,
      retirement,
    },
    failures: ['AccessDenied', 'AccountNotReady', 'RemovalsStopped', 'WorldMoved'],
    underPause: 'refused',
    summary: 'Makes sure that the role is gone from the right account, and says what it leaves behind.',
  },
  'role.unbindTrust': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: {
      unbound: choice('yes', 'no'),
      identityProvider: optionalText,
      audience: optionalText,
      retirement,
    },
    failures: ['AccessDenied', 'AccessWithheld', 'AccountNotReady', 'AccountUnknown', 'WorldMoved'],
    underPause: 'refused',
    summary:
      'Decides once more, writes the placeholder back into the trust policy of a role that is no longer to be bound, and says what is left behind.',
  },
  'provider.removeAudience': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { identityProvider: optionalText, audience: optionalText },
    outputs: {},
    failures: ['AccessDenied', 'AccountNotReady', 'ConcurrentModification'],
    underPause: 'refused',
    summary: "Takes the audience out of the account's OIDC provider, unless another role there needs it.",
  },
  'entra.retireApplication': {
    runsIn: 'directory-steps',
    subject: 'any',
    inputs: { retirement },
    outputs: { removal: choice('retired', 'purged', 'absent') },
    failures: ['ApplicationSquatted', 'DirectoryRefused', 'SignInRefused', 'ReplicationLag'],
    underPause: 'refused',
    summary:
      "Deletes the applications that are the factory's; they stay restorable for 30 days unless the policy purges.",
  },
  'role.announceRemoval': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: {},
    failures: ['AccessDenied', 'AccountNotReady', 'WorldMoved'],
    underPause: 'refused',
    summary: "Closes the binding's record and says on the outcomes bus that nothing live is left.",
  },
  'binding.inspect': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: { verdict: choice('declare', 'leave'), identityProvider: optionalText, plan },
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'AccountUnknown',
      'AudienceQuotaReached',
      'BudgetReached',
      'WorldMoved',
    ],
    underPause: 'reports',
    summary:
      'Reads a declaration and says what it needs; where its role is there already, the role is onboarded instead.',
  },
  'binding.publish': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { caller },
    outputs: {},
    failures: ['AccessDenied', 'AccountNotReady', 'WorldMoved'],
    underPause: 'refused',
    summary: 'Publishes caller, audience and the finished trust statement as a parameter in the account.',
  },
  'role.revoke': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: {
      revoked: choice('yes', 'in-part', 'still', 'no'),
      identityProvider: optionalText,
      uniqueName: optionalText,
    },
    failures: ['Locked', 'WorldMoved'],
    underPause: 'refused',
    summary:
      'Records the revocation, writes the placeholder back, and denies everything to sessions already issued; an account that keeps the factory out stops nothing that follows.',
  },
  'role.reinstate': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: { reinstated: choice('yes', 'no', 'overtaken'), identityProvider: optionalText, uniqueName: optionalText },
    failures: ['AccessDenied', 'AccountNotReady', 'Locked', 'WorldMoved'],
    underPause: 'refused',
    summary: 'Lifts a revocation: takes the denial from the role. One that came later than the wish to lift it stays.',
  },
  'role.requestOnboarding': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: {},
    failures: ['WorldMoved'],
    underPause: 'goes-on',
    summary: 'Ends a revocation in the record, and has the role onboarded, as if it had just been created.',
  },
  'role.announceRevocation': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { revoked: choice('yes', 'in-part', 'still', 'no') },
    outputs: {},
    failures: ['AccessDenied'],
    underPause: 'goes-on',
    summary:
      'Says on the outcomes bus that the binding is cut off; fails where the account has kept a part of it from being done.',
  },
  'entra.disableCaller': {
    runsIn: 'directory-steps',
    subject: 'role',
    inputs: { identityProvider: optionalText, uniqueName: optionalText },
    outputs: { disabled: choice('yes', 'already', 'absent') },
    failures: ['ApplicationSquatted', 'DirectoryRefused', 'SignInRefused', 'ReplicationLag'],
    underPause: 'refused',
    summary: "Disables the service principal of the role's own caller, after proof that it is the factory's.",
  },
  'entra.enableCaller': {
    runsIn: 'directory-steps',
    subject: 'role',
    inputs: { identityProvider: optionalText, uniqueName: optionalText },
    outputs: { enabled: choice('yes', 'already', 'absent') },
    failures: ['ApplicationSquatted', 'DirectoryRefused', 'SignInRefused', 'ReplicationLag'],
    underPause: 'refused',
    summary: "Enables the service principal of the role's own caller again.",
  },
  'entra.observeApplications': {
    runsIn: 'directory-steps',
    subject: 'account',
    inputs: {},
    outputs: { directory },
    failures: ['DirectoryRefused', 'SignInRefused'],
    underPause: 'goes-on',
    summary: "Lists the applications that are tagged with the account, and says whether they are the factory's.",
  },
  'account.reconcile': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { directory },
    outputs: { requests: count, retirement },
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'AccountUnknown',
      'ConcurrentModification',
      'ConfirmationDenied',
      'ConfirmationMissing',
      'Locked',
    ],
    underPause: 'reports',
    summary:
      'Compares the account with the policies and has whatever differs onboarded, released or removed; what nothing accounts for goes when it is seen twice, a day apart. Waits for a confirmation where most of the account would go.',
  },
  'organization.listAccounts': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { due: choice('yes', 'no'), accounts: stored('accounts'), count },
    failures: ['AccessDenied', 'Locked', 'PlanOutdated'],
    underPause: 'goes-on',
    summary:
      'Lists every account that is in scope, or has something of the factory, in the order of the waves; none is due where a deployment has left the policies as they were. Of an approved plan it lists the accounts.',
  },
  'entra.listApplications': {
    runsIn: 'directory-steps',
    subject: 'account',
    inputs: {},
    outputs: { callers: stored('callers') },
    attemptSeconds: 900,
    failures: ['AccessDenied', 'DirectoryRefused', 'SignInRefused'],
    underPause: 'goes-on',
    summary:
      "Lists the factory's applications of every tenant in a few filtered calls, and reads the federated credentials of a seventh of them, another one each night.",
  },
  'account.plan': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { callers: stored('callers') },
    outputs: { managed: count, removed: count, rewritten: count, work: count, plan: text, actions: text },
    failures: ['AccessDenied', 'AccountNotReady', 'AccountUnknown'],
    underPause: 'goes-on',
    summary:
      'Reads the account in as few calls as it takes, publishes its line of the inventory, and says what is to be done; nothing is written in the account.',
  },
  'organization.guard': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { results: stored('results') },
    outputs: { verdict: choice('nothing', 'go', 'confirm'), plan: text, accounts: stored('accounts') },
    failures: ['AccessDenied'],
    underPause: 'goes-on',
    summary:
      'Adds the plans of all accounts up, and stops a run that would take more away than its limit: it says what it would do, and asks for a confirmation.',
  },
  'organization.awaitConfirmation': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { plan: text },
    outputs: {},
    failures: ['ConfirmationMissing', 'ConfirmationDenied', 'WorldMoved'],
    underPause: 'goes-on',
    summary: 'Waits until somebody has confirmed the plan by its hash; starts over if the policies are others by then.',
  },
  'account.apply': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { callers: stored('callers') },
    outputs: { requests: count, retirement },
    failures: ['AccessDenied', 'AccountNotReady', 'AccountUnknown', 'ConcurrentModification', 'Locked', 'PlanOutdated'],
    underPause: 'reports',
    summary:
      'Reads the account once more and has done what was planned for it, by the same steps as events have; refuses where more would be taken away than was planned, or where a plan was approved, anything else done.',
  },
  'organization.report': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { results: stored('results') },
    outputs: { failed: count },
    failures: ['AccessDenied'],
    underPause: 'goes-on',
    summary: 'Says on the outcomes bus what became of the run, and which accounts could not be reconciled, and why.',
  },
  'account.inspect': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { verdict: choice('in-scope', 'out-of-scope', 'departed') },
    failures: ['AccessDenied', 'AccountUnknown'],
    underPause: 'goes-on',
    summary:
      'Reads the account from AWS Organizations, keeps what it has read, and says whether the account is in scope; `departed`: it is closed, or has left.',
  },
  'account.awaitAccess': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { access: choice('granted', 'out-of-scope') },
    failures: ['AccessDenied', 'AccountNotReady', 'AccountUnknown'],
    underPause: 'goes-on',
    summary:
      'Waits until the baseline is there: the access role can be assumed, nothing keeps it out, and the providers are deployed; ends the wait where the account leaves the scope meanwhile.',
  },
  'account.requestRelease': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: {},
    failures: ['AccountUnknown'],
    underPause: 'goes-on',
    summary: "Has an account retired that is out of scope and has something of the factory's.",
  },
  'account.release': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { bindings: count, access: choice('kept', 'lost') },
    failures: ['AccessDenied', 'AccessWithheld', 'AccountNotReady', 'AccountUnknown'],
    underPause: 'refused',
    summary:
      'Has every binding of an account that is out of scope taken down; says what is left there where the factory is kept out for good.',
  },
  'account.announceRetirement': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { bindings: count, access: choice('kept', 'lost') },
    outputs: {},
    failures: ['AccountUnknown'],
    underPause: 'goes-on',
    summary: 'Says on the outcomes bus that the account is retired, and why.',
  },
  'organization.refresh': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { read: choice('yes', 'no'), changed: count },
    failures: ['AccessDenied', 'Locked'],
    underPause: 'goes-on',
    summary:
      'Reads every account and unit from AWS Organizations, and has accounts bootstrapped or retired whose event was lost.',
  },
  'provider.heal': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { healed: choice('yes', 'no') },
    failures: ['AccessDenied', 'AccountNotReady', 'ConcurrentModification', 'ProviderMissing', 'AudienceQuotaReached'],
    underPause: 'refused',
    summary:
      'Gives an OIDC provider that somebody has changed or deleted back what live bindings and the standing placeholder need; takes nothing away.',
  },
  'provider.ensure': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { providers: count },
    failures: ['AccessDenied', 'AccountNotReady', 'ConcurrentModification', 'ProviderMissing', 'AudienceQuotaReached'],
    underPause: 'refused',
    summary: 'Makes sure that the account has every managed OIDC provider, with its standing audience.',
  },
  'account.onboardRoles': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { roles: count },
    failures: ['AccessDenied', 'AccountNotReady'],
    underPause: 'goes-on',
    summary: 'Lists the roles that trust a managed provider already and has each of them onboarded.',
  },
  'account.announce': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { providers: count, roles: count },
    outputs: {},
    failures: ['AccessDenied', 'AccountNotReady', 'AccountUnknown'],
    underPause: 'refused',
    summary: 'Says on the outcomes bus, and in a parameter in the account, that the account is ready; once.',
  },
  'failure.report': {
    runsIn: 'account-steps',
    subject: 'any',
    inputs: {},
    outputs: {},
    failures: [],
    underPause: 'reports',
    summary: 'Says on the outcomes bus which account and role failed, at which step, why, and what happens next.',
  },
} as const satisfies Record<string, StepContract>;

/** How long an attempt of a step may take unless its contract says so, in seconds. */
export const usualAttemptSeconds = 60;

/** The name of a step. */
export type StepName = keyof typeof stepCatalogue;

/** Whether a text is the name of a step. */
export const isStepName = (name: string): name is StepName => Object.hasOwn(stepCatalogue, name);

/** The contract of a step, without its literal types. */
export const contractOf = (name: StepName): StepContract => stepCatalogue[name];

/** What can go wrong in every step. */
export const failuresOfEveryStep: readonly FailureCode[] = ['Throttled', 'Unavailable', 'InvalidInput'];
