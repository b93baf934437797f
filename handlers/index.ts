/**
 * What runs in Lambda: the dispatcher, the account-side steps and the directory-side steps, each with an entry point of
 * its own, and the adapters that reach IAM, Microsoft Graph and the factory's own services. What holds the Entra
 * credential cannot touch accounts, and what assumes the access roles cannot reach Entra.
 */
export { createAccountSteps, type AccountStepsPorts } from './account-steps/account-steps';
export { createDirectorySteps, type DirectoryStepsPorts } from './directory-steps/directory-steps';
export { createDispatcher, type DispatcherPorts } from './dispatcher/dispatcher';
