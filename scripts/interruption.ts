/** Somebody who may not want to wait any longer. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** From now on an interrupt ends the process again, as it does anywhere. */
  readonly forget: () => void;
}

/** A process, as far as it can be interrupted. */
interface Interruptible {
  once(event: 'SIGINT', listener: () => void): unknown;
  off(event: 'SIGINT', listener: () => void): unknown;
}

/** Hears the first interrupt of the process, so that what is done by then can be kept; a second one ends it at once. */
export const interruption = (process: Interruptible): Interruption => {
  const controller = new AbortController();
  const listener = (): void => {
    controller.abort();
  };
  process.once('SIGINT', listener);
  return {
    signal: controller.signal,
    forget: () => {
      process.off('SIGINT', listener);
    },
  };
};
