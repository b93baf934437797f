/**
 * Guardrails: a service control policy and a resource control policy, for AWS Organizations, that keep others from what
 * the factory keeps. Neither reaches the management account.
 */
export { type GuardrailName, guardrailPaths } from './paths';
export { allowedIssuers, type Guardrails, renderGuardrails } from './render';
