/** Where a command speaks: results on standard output, diagnostics and progress on standard error. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Replaces the line of progress; an empty text takes it away. Says nothing where nobody watches. */
  progress(text: string): void;
  /** Which of the two streams is a terminal that takes colours. */
  readonly color: Readonly<Record<StreamName, boolean>>;
  /** Whether somebody watches standard error, so that progress is worth showing. */
  readonly watched: boolean;
  /** Milliseconds since some moment; only differences mean anything. */
  now(): number;
}

type StreamName = 'out' | 'err';

/** The styles that the command line uses. */
const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Writes a text in a style where the stream that it is meant for takes it. */
export const styled = (
  terminal: Terminal,
  style: keyof typeof styles,
  text: string,
  stream: StreamName = 'out',
): string => (terminal.color[stream] ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);

/** A stream of a process, as far as a terminal uses it. */
export interface OutputStream {
  write(text: string): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  readonly isTTY?: boolean;
}

/** What a terminal needs to know of the process that it belongs to. */
export interface TerminalProcess {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Is called when the process ends, and may set its exit code then. */
  once(event: 'exit', listener: () => void): unknown;
  exitCode?: number | string | null | undefined;
}

/**
 * The terminal of a process. Who closes a pipe, as `head` does, has read enough: the command finishes its work without a
 * word and ends with its own exit code. Any other error of a stream is told once, and the exit code is 1.
 * @param environment `NO_COLOR` turns colours off, as no-color.org asks; `TERM=dumb` colours and progress.
 */
export const terminalOf = (
  process: TerminalProcess,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal => {
  const isDumb = environment['TERM'] === 'dumb';
  const takesColor = !isDumb && (environment['NO_COLOR'] ?? '') === '';
  const watched = process.stderr.isTTY === true && !isDumb;
  const err = writerOf(process.stderr, (code) => {
    if (code !== 'EPIPE') endWithError(process);
  });
  const out = writerOf(process.stdout, (code) => {
    if (code === 'EPIPE') return;
    err(`Standard output cannot be written (${code}). See whether there is room, or send it elsewhere.\n`);
    endWithError(process);
  });
  return {
    out: (text) => {
      out(`${text}\n`);
    },
    err: (text) => {
      err(`${text}\n`);
    },
    progress: (text) => {
      if (watched) err(`\r\u001b[K${text}`);
    },
    color: {
      out: process.stdout.isTTY === true && takesColor,
      err: process.stderr.isTTY === true && takesColor,
    },
    watched,
    now: () => performance.now(),
  };
};

/** Writes until the stream is broken, and tells of the first error with its code. */
const writerOf = (stream: OutputStream, broke: (code: string) => void): ((text: string) => void) => {
  let isBroken = false;
  stream.on('error', (error) => {
    if (isBroken) return;
    isBroken = true;
    broke(codeOf(error));
  });
  return (text) => {
    if (!isBroken) stream.write(text);
  };
};

const endWithError = (process: TerminalProcess): void => {
  process.once('exit', () => {
    process.exitCode = 1;
  });
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown reason';
