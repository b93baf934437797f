import type { StepContract } from './contract';
import { choice, count, stored, text } from './values';

/** Steps that work on all accounts, and what reports whatever has failed. */
export const organizationSteps = {
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
  'organization.report': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: { results: stored('results') },
    outputs: { failed: count },
    failures: ['AccessDenied'],
    underPause: 'goes-on',
    summary: 'Says on the outcomes bus what became of the run, and which accounts could not be reconciled, and why.',
  },
  'organization.refresh': {
    runsIn: 'account-steps',
    subject: 'account',
    inputs: {},
    outputs: { read: choice('yes', 'no'), changed: count },
    attemptSeconds: 600,
    failures: ['AccessDenied', 'Locked'],
    underPause: 'goes-on',
    summary:
      'Reads every account and unit from AWS Organizations, and has accounts bootstrapped or retired whose event was lost.',
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
