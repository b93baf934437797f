/** What a command ends with: done, or an error that has been told. */
export const exitCodes = { done: 0, error: 1 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
