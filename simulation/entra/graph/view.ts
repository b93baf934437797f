import type { Directory } from '../directory';
import type { Application, ServicePrincipal } from '../objects';

/** What a call sees of the directory. */
export interface View {
  readonly applications: () => readonly Application[];
  readonly servicePrincipals: () => readonly ServicePrincipal[];
}

/** For so long after an object was made or restored, in seconds, a call may not find it. */
const lagSeconds = 60;

/** The directory as it is. An upsert sees it so: it ends where names are held to be unique. */
export const everything = ({ applications, servicePrincipals }: Directory): View => ({
  applications: () => applications.live(),
  servicePrincipals: () => servicePrincipals.live(),
});

/** The directory as a replica shows it that lags behind: what is new is missing. */
export const lagging = ({ applications, servicePrincipals }: Directory): View => ({
  applications: () => applications.olderThan(lagSeconds),
  servicePrincipals: () => servicePrincipals.olderThan(lagSeconds),
});
