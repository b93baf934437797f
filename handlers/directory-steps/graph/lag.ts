import type { Clock } from '../../../federation/ports';
import type { Meanings } from './call';

/** Microsoft Entra shows a new object everywhere within minutes; after so long, in milliseconds, it is believed. */
const settledAfter = 15 * 60 * 1000;

/** What is known of an object's age. */
export interface Aged {
  /** ISO 8601. */
  readonly createdDateTime?: string | null;
}

/** Whether some replicas may not have an object yet. */
const isNew = ({ createdDateTime }: Aged, clock: Clock): boolean =>
  clock.now().getTime() - Date.parse(createdDateTime ?? '') < settledAfter;

/**
 * What it means that Graph refuses an object which it has shown a moment ago. Not to find it is lag at any age: Graph
 * does not tell when an object was restored, and the next attempt reads it again before anything else. To hold a
 * reference to it for wrong is lag of a new object only.
 * @param isNewlyBack it has been restored, or may have been.
 */
export const lagOf = (object: Aged, clock: Clock, isNewlyBack = false): Meanings =>
  isNewlyBack || isNew(object, clock) ? { 400: 'ReplicationLag', 404: 'ReplicationLag' } : { 404: 'ReplicationLag' };
