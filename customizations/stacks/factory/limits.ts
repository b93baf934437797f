/** Timeout of the dispatcher, in seconds. */
export const dispatcherTimeout = 15;

/** Timeout of the functions that run the steps, in seconds. */
export const stepsTimeout = 60;

/** How long logs are kept, in days. */
export const logRetention = 90;
