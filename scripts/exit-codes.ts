/** What a command ends with: done, an error that has been told, or, where it was asked for, that there is something to see. */
export const exitCodes = { done: 0, error: 1, findings: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
