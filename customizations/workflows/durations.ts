const secondsPer = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

/** Seconds of a duration as the schema allows it, `90s`, `15m` or `12h`. */
export const secondsOf = (duration: string): number =>
  Number.parseInt(duration, 10) * (secondsPer.get(duration.slice(-1)) ?? 1);

/** How long an execution may take, unless the workflow says so. */
export const defaultWorkflowSeconds = 15 * 60;
