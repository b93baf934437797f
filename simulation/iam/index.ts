/**
 * IAM of the local accounts: roles and OIDC providers with IAM's limits and errors, and the evaluation of the policies
 * that the templates gave each role. Every write is told to CloudTrail, failed ones too.
 */
export { IamStore, observedProvider, observedRole, type StoredProvider, type StoredRole } from './store';
export { IamApi, type CreateRoleRequest, type IamCall, type IamCaller } from './api';
export { Authorizer } from './authorizer';
export {
  evaluateIdentityPolicies,
  evaluateResourcePolicy,
  type AccessDecision,
  type AccessRequest,
} from './policy-evaluation';
export { administrator, federatedSession, roleSession, type Principal, type RoleSession } from './principal';
export { assumeServiceRole, sourceContext } from './service-role';
