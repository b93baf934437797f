/**
 * The CloudFormation templates: what is deployed into the factory account, the vended accounts and the management
 * account. The only place that knows the AWS CDK; there are no assets and no bootstrap, the functions' code is inlined.
 */
export { embedPolicy } from './embed-policy';
export { justifiedWildcards, type JustifiedWildcard } from './justified-wildcards';
export { buildApp, renderTemplates } from './render';
export type { StackInput } from './stack-input';
export { templatePaths } from './template-paths';
