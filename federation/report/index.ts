/**
 * What a report says of an organization: of each account its federated roles, who may use them and how many of them are
 * covered; summed up by organizational unit; and what has changed since an earlier report.
 */
export { createAccountReporter, type AccountReporter } from './account';
export { createChangeLog, type ChangeLog } from './changes';
export { totalOf } from './counts';
export { createExemptionCounts, daysLeft, type ExemptionCounts } from './exemptions';
export { findingIdentities } from './finding-identity';
export { summarizeAccount, summaryOf, type AccountSummary, unitsOf } from './units';
