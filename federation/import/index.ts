/**
 * What was federated by hand and can be brought under the configuration as it is: which roles a policy can be written for
 * so that nothing is to be done to them, and why the others stay as they are.
 */
export { importableOf, type Candidate, type Importable, type KeptTerms, type LeftOut } from './candidates';
export { importedPolicies, type ImportedConfiguration, type ImportedPolicy } from './policies';
