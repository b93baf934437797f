import type { Identity } from './pause-store';
import type { Decision } from './records';

/** The decision log, for whoever runs a command. Every call can throw `FactoryRefused` or `FactoryUnreachable`. */
export interface History {
  /** Whose credentials these are. */
  identity(): Promise<Identity>;
  /** Every line of the log that is about a role; IAM takes role names for the same whatever their case. */
  ofRole(account: string, roleName: string): Promise<readonly Decision[]>;
}
