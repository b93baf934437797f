import { stepCatalogue, usualAttemptSeconds } from '../../federation/step-catalogue';

/** Timeout of the dispatcher, in seconds. */
export const dispatcherTimeout = 15;

/** Timeout of the function that runs the account-side steps, in seconds. */
export const stepsTimeout = usualAttemptSeconds;

/**
 * Timeout of the function that runs the directory-side steps, in seconds: that of the step which lists every application
 * of an organization, the longest that Lambda allows. The other steps give up by themselves.
 */
export const listingTimeout = stepCatalogue['entra.listApplications'].attemptSeconds;

/** How long logs are kept, in days. */
export const logRetention = 90;
