import { setTimeout } from 'node:timers/promises';
import type { Pause } from '../../federation/ports';

/** Waits by the machine's own time. */
export const systemPause: Pause = (seconds) => setTimeout(seconds * 1000);
