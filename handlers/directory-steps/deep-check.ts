import { createHash } from 'node:crypto';
import { tokenExchangeAudience } from '../../federation/issuer';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import { listFederatedCredentials } from './graph/credentials';
import type { FoundApplication } from './observe-applications';
import type { Tenant } from './ports';

/** In so many nights every caller has had its turn. */
export const nightsOfDeepCheck = 7;

/** So many callers are read side by side. */
const atOnce = 4;

/** Whether it is an application's turn on the day of a time, in ISO 8601: by its name, so that none is ever left out. */
export const isDeepCheckDue = (uniqueName: string, time: string): boolean => {
  const day = Math.floor(Date.parse(time) / 86_400_000);
  const [turn = 0] = createHash('sha256').update(uniqueName).digest();
  return (turn + day) % nightsOfDeepCheck === 0;
};

/**
 * Reads the federated credentials of the applications whose turn it is: a listing does not show them. One that is not as
 * the factory makes them, because it takes tokens for others or subjects by an expression, is not sound.
 * @param time of the run, in ISO 8601.
 */
export const withDeepCheck = async (
  found: readonly FoundApplication[],
  time: string,
  tenant: Tenant,
): Promise<readonly ObservedApplication[]> => {
  const due = found.filter(({ observed }) => isDeepCheckDue(observed.uniqueName, time));
  const checked = new Map<string, ObservedApplication>();
  for (let from = 0; from < due.length; from += atOnce) {
    const batch = due.slice(from, from + atOnce);
    const read = await Promise.all(batch.map((one) => withCredentials(one, tenant)));
    for (const observed of read) if (observed !== undefined) checked.set(observed.uniqueName, observed);
  }
  return found.map(({ observed }) => checked.get(observed.uniqueName) ?? observed);
};

/** Undefined where the application went in between: then the listing stands, and the next one shows it. */
const withCredentials = async (
  { application, observed }: FoundApplication,
  { graph, cloud }: Tenant,
): Promise<ObservedApplication | undefined> => {
  const present = await listFederatedCredentials(graph, application.id);
  if (present === undefined) return undefined;
  const audience = tokenExchangeAudience(cloud);
  const isOrdinary = present.every(
    ({ issuer, subject, audiences }) =>
      typeof issuer === 'string' && typeof subject === 'string' && audiences?.length === 1 && audiences[0] === audience,
  );
  return {
    ...observed,
    isSound: observed.isSound && isOrdinary,
    credentials: present.flatMap(({ issuer, subject }) =>
      typeof issuer === 'string' && typeof subject === 'string' ? [{ issuer, subject }] : [],
    ),
  };
};
