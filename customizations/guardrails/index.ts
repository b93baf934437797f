/**
 * Guardrails: a service control policy and a resource control policy, for AWS Organizations, that keep others from what
 * the factory keeps. Neither reaches the management account.
 */
export { type GuardrailName, guardrailPaths } from './paths';
export { type Guardrails, renderGuardrails } from './render';
export { allowedIssuers, guardrailScope } from './scope';
