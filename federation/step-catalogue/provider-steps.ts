import type { StepContract } from './contract';
import { caller, choice, count, optionalText } from './values';

/** Steps that work on the OIDC providers of an account. */
export const providerSteps = {
  'provider.addAudience': {
    runsIn: 'account-steps',
    subject: 'role',
    inputs: { identityProvider: optionalText, caller },
    outputs: {},
    failures: [
      'AccessDenied',
      'AccountNotReady',
      'AccountUnknown',
      'ConcurrentModification',
      'ProviderMissing',
      'AudienceQuotaReached',
      'WorldMoved',
    ],
    underPause: 'refused',
    summary: "Adds the audience to the account's OIDC provider.",
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
} as const satisfies Record<string, StepContract>;
