import type { StepContract } from './contract';
import { choice, count, directory, retirement, stored, text } from './values';

/** Steps that work on one account. */
export const accountSteps = {
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
    failures: ['AccessDenied', 'AccessWithheld', 'AccountNotReady', 'AccountUnknown', 'RemovalsStopped'],
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
} as const satisfies Record<string, StepContract>;
