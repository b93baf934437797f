/**
 * The StackSets of `deliver: stacksets`, for organizations without a pipeline of their own: what each is, and at which
 * organizational units it is aimed. `oidc-factory deploy stacksets` deploys them.
 */
export { renderStackSets, stackSetsPath } from './render';
export { stackSetDefinitions, stackSetTargets } from './definitions';
