/**
 * CloudFormation: applies a template, given as parsed JSON, to a region of an account. A resource type is either played,
 * or listed as one that plays no part, or an error: nothing is passed over in silence.
 */
export { CloudFormation } from './cloudformation';
export type { StackRequest } from './stack-request';
export { resolveValue, type Scope } from './intrinsics';
