/** Where a command speaks: results on standard output, diagnostics and progress on standard error. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Replaces the line of progress; an empty text takes it away. Says nothing where nobody watches. */
  progress(text: string): void;
  /** Whether standard output is a terminal that takes colours. */
  readonly color: boolean;
  /** Whether somebody watches standard error, so that progress is worth showing. */
  readonly watched: boolean;
  /** Milliseconds since some moment; only differences mean anything. */
  now(): number;
}

/** The styles that the command line uses. */
const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Writes a text in a style where the terminal takes it. */
export const styled = (terminal: Terminal, style: keyof typeof styles, text: string): string =>
  terminal.color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;

/** What a terminal needs to know of the process that it belongs to. */
export interface TerminalProcess {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

/**
 * The terminal of a process.
 * @param environment `NO_COLOR` turns colours off, as no-color.org asks.
 */
export const terminalOf = (
  process: TerminalProcess,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal => {
  const watched = process.stderr.isTTY === true;
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    progress: (text) => {
      if (watched) process.stderr.write(`\r\u001b[K${text}`);
    },
    color: process.stdout.isTTY === true && (environment['NO_COLOR'] ?? '') === '',
    watched,
    now: () => performance.now(),
  };
};
