import { createReadStream } from 'node:fs';

/** A part of a file, in bytes; `end` is the first that does not belong to it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A line, with its number in the part that was read, from 1. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a file that begin within a part of it, in batches: parts that meet have every line between them once.
 * Standard input, which has no parts, goes by the name `-`.
 */
export async function* linesOf(file: string, range?: ByteRange): AsyncGenerator<readonly FileLine[]> {
  const { start, end } = range ?? { start: 0, end: Number.POSITIVE_INFINITY };
  if (end <= start) return;
  // The byte before tells whether a line begins at the start.
  const from = Math.max(0, start - 1);
  let isOurs = start === 0;
  let at = from;
  let number = 0;
  let rest: readonly Buffer[] = [];
  for await (const chunk of file === '-' ? process.stdin : createReadStream(file, { start: from, highWaterMark })) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    const lines: FileLine[] = [];
    let lineStart = 0;
    for (let next = bytes.indexOf(newline); next >= 0; next = bytes.indexOf(newline, lineStart)) {
      const piece = bytes.subarray(lineStart, next);
      if (isOurs) {
        number += 1;
        lines.push({ number, text: (rest.length === 0 ? piece : Buffer.concat([...rest, piece])).toString('utf8') });
      }
      rest = [];
      lineStart = next + 1;
      isOurs = at + lineStart < end;
      if (!isOurs) break;
    }
    if (lines.length > 0) yield lines;
    if (!isOurs && at + lineStart >= end) return;
    if (lineStart < bytes.length) rest = [...rest, bytes.subarray(lineStart)];
    at += bytes.length;
  }
  const last = Buffer.concat(rest).toString('utf8');
  if (isOurs && last !== '') yield [{ number: number + 1, text: last }];
}

const newline = 0x0a;
const highWaterMark = 1 << 20;
