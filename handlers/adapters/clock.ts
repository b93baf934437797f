import type { Clock } from '../../federation/ports';

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() };
