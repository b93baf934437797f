import type { FailureCode } from './failures';

/** The kinds of values that steps hand to each other. */
export type ValueKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'optional-text' }
  | { readonly kind: 'count' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'record'; readonly schema: 'ApplicationPlan' | 'Retirement' }
  | { readonly kind: 'list' };

/** The contract of a step. */
export interface StepContract {
  /** The function that runs it, and so the credentials that it has. */
  readonly runsIn: 'account-steps' | 'directory-steps';
  /** What the triggering event must be about. */
  readonly subject: 'role' | 'account' | 'any';
  readonly inputs: Readonly<Record<string, ValueKind>>;
  readonly outputs: Readonly<Record<string, ValueKind>>;
  /** What can go wrong, beside what can go wrong in every step (`Throttled`, `Unavailable`, `InvalidInput`). */
  readonly failures: readonly FailureCode[];
  /** In one sentence. */
  readonly summary: string;
}

const text = { kind: 'text' } as const;
const optionalText = { kind: 'optional-text' } as const;
const count = { kind: 'count' } as const;
const plan = { kind: 'record', schema: 'ApplicationPlan' } as const;
const retirement = { kind: 'record', schema: 'Retirement' } as const;
const choice = <const Of extends readonly string[]>(...of: Of) => ({ kind: 'choice', of }) as const;

/** Every step that a workflow can use. The compiler checks workflows against it, the functions implement it. */
export const stepCatalogue = {
  'role.inspect': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: { verdict: choice('bind', 'audit', 'refuse', 'leave', 'gone'), identityProvider: optionalText, plan },
    failures: ['AccessDenied', 'AccountNotReady', 'AccountUnknown'],
    summary: 'Reads the role and says what the policies make of it; what they refuse becomes a finding.',
  },
  'entra.registerApplication': {
    runsIn: 'directory-steps',
    subject: 'role',
    inputs: { plan },
    outputs: {
      clientId: text,
      audience: text,
      subject: text,
      registration: choice('created', 'restored', 'changed', 'unchanged'),
    },
    failures: ['ReplicationLag', 'ApplicationSquatted', 'DirectoryRefused', 'SignInRefused'],
    summary:
      "Registers the application and its service principal, or finds them and proves that they are the factory's.",
  },
  'provider.addAudience': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { identityProvider: text, clientId: text, audience: text, subject: text },
    outputs: {},
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'ConcurrentModification',
      'ProviderMissing',
      'AudienceQuotaReached',
      'WorldMoved',
    ],
    summary: "Adds the audience to the account's OIDC provider.",
  },
  'role.bindTrust': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { audience: text, subject: text },
    outputs: { trust: choice('changed', 'unchanged') },
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'AccountUnknown',
      'TrustPolicyTooLong',
      'TrustPolicyRefused',
      'WorldMoved',
    ],
    summary: 'Reads the role once more and pins audience and subject in its trust policy.',
  },
  'role.confirmBinding': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { audience: text, subject: text },
    outputs: {},
    failures: ['AccessDenied', 'AccountNotReady', 'AccountUnknown', 'WorldMoved'],
    summary: 'Observes role and provider once more; starts the workflow over if the world has moved.',
  },
  'role.announce': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { clientId: text, audience: text, subject: text },
    outputs: {},
    failures: [],
    summary: 'Says on the outcomes bus that the role is bound, and to whom.',
  },
  'role.confirmGone': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: {
      gone: choice('yes', 'no', 'never-bound'),
      identityProvider: optionalText,
      audience: optionalText,
      retirement,
    },
    failures: ['AccessDenied', 'AccountNotReady'],
    summary: 'Makes sure that the role is gone from the right account, and says what it leaves behind.',
  },
  'provider.removeAudience': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { identityProvider: text, audience: optionalText },
    outputs: {},
    failures: ['AccessDenied', 'AccountNotReady', 'ConcurrentModification'],
    summary: "Takes the audience out of the account's OIDC provider.",
  },
  'entra.retireApplication': {
    runsIn: 'directory-steps',
    subject: 'role',
    inputs: { retirement },
    outputs: { removal: choice('retired', 'purged', 'absent') },
    failures: ['ApplicationSquatted', 'DirectoryRefused', 'SignInRefused', 'ReplicationLag'],
    summary: "Deletes the application that is the factory's; it stays restorable for 30 days unless the policy purges.",
  },
  'role.announceRemoval': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: {},
    outputs: {},
    failures: [],
    summary: "Closes the binding's record and says on the outcomes bus that nothing live is left.",
  },
  'account.inspect': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { verdict: choice('in-scope', 'out-of-scope') },
    failures: ['AccountUnknown'],
    summary: "Records the account's name and organizational unit and says whether it is in scope.",
  },
  'account.awaitAccess': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: {},
    failures: ['AccessDenied', 'AccountNotReady'],
    summary: 'Waits until the baseline is there: the access role can be assumed and the providers are deployed.',
  },
  'provider.ensure': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { providers: count },
    failures: ['AccessDenied', 'AccountNotReady', 'ConcurrentModification', 'ProviderMissing', 'AudienceQuotaReached'],
    summary: 'Makes sure that the account has every managed OIDC provider, with its standing audience.',
  },
  'account.onboardRoles': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { roles: count },
    failures: ['AccessDenied', 'AccountNotReady'],
    summary: 'Lists the roles that trust a managed provider already and has each of them onboarded.',
  },
  'account.announce': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { providers: count, roles: count },
    outputs: {},
    failures: [],
    summary: 'Says on the outcomes bus that the account is ready.',
  },
  'failure.report': {
    runsIn: 'account-steps',
    subject: 'any',
    inputs: {},
    outputs: {},
    failures: [],
    summary: 'Says on the outcomes bus which account and role failed, at which step, why, and what happens next.',
  },
} as const satisfies Record<string, StepContract>;

/** The name of a step. */
export type StepName = keyof typeof stepCatalogue;

/** Whether a text is the name of a step. */
export const isStepName = (name: string): name is StepName => Object.hasOwn(stepCatalogue, name);

/** The contract of a step, without its literal types. */
export const contractOf = (name: StepName): StepContract => stepCatalogue[name];

/** What can go wrong in every step. */
export const failuresOfEveryStep: readonly FailureCode[] = ['Throttled', 'Unavailable', 'InvalidInput'];
