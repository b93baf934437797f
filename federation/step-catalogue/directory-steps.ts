import type { StepContract } from './contract';
import { caller, choice, directory, optionalText, plan, retirement, stored } from './values';

/** Steps that work on Microsoft Entra. */
export const directorySteps = {
  'entra.registerApplication': {
    runsIn: 'directory-steps',
    subject: 'role',
    inputs: { plan },
    outputs: { caller, registration: choice('created', 'restored', 'taken-over', 'changed', 'unchanged', 'existing') },
    failures: [
      'ReplicationLag',
      'ApplicationSquatted',
      'ApplicationNotHandedOver',
      'DirectoryRefused',
      'SignInRefused',
    ],
    underPause: 'refused',
    summary:
      "Registers the caller's application and its service principal, or finds them and proves that they are the factory's; takes over what is handed over, whole or not at all; a caller that is named in YAML is handed on as it is.",
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
} as const satisfies Record<string, StepContract>;
