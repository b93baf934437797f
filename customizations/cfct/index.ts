/**
 * The configuration package for Customizations for AWS Control Tower (CfCT): its manifest, rendered from the
 * configuration. And the checks that find in our own package what would stop, or silently mislead, its pipeline.
 */
export { checkPackage } from './check-package';
export { guardrailTargets } from './guardrail-targets';
export { renderManifest } from './manifest';
export { manifestTargets, type ManifestTargets } from './targets';
