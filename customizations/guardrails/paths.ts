/** Where the generated guardrails lie; not in `templates/`, where CfCT takes every file for a template. */
export const guardrailPaths = {
  serviceControlPolicy: 'guardrails/oidc-factory-scp.json',
  resourceControlPolicy: 'guardrails/oidc-factory-rcp.json',
} as const;

/** A guardrail, by its key in the configuration. */
export type GuardrailName = keyof typeof guardrailPaths;
