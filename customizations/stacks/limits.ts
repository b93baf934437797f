import { stepCatalogue } from '../../federation/step-catalogue';

/** Timeout of the dispatcher, in seconds. */
export const dispatcherTimeout = 15;

/**
 * Timeout of the function that runs the account-side steps, in seconds: that of the step which reads the whole
 * organization. An attempt of another step is ended when its own time is over.
 */
export const stepsTimeout = stepCatalogue['organization.refresh'].attemptSeconds;

/**
 * Timeout of the function that runs the directory-side steps, in seconds: that of the step which lists every application
 * of an organization, the longest that Lambda allows. The other steps give up by themselves.
 */
export const listingTimeout = stepCatalogue['entra.listApplications'].attemptSeconds;

/** How long logs are kept, in days. */
export const logRetention = 90;
