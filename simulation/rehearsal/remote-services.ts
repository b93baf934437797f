/** The services whose calls leave the factory's own account; the others are told of apart. */
export const remoteServices: readonly string[] = ['iam', 'sts', 'ssm', 'graph', 'token'];
