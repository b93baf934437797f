import { type Diagnostic, diagnostic } from '../diagnostics';
import type { ConfigurationFile } from '../configuration';

/** The most bytes that a file may have. The lock file of a large organization may be larger than what people write. */
export const maxBytesOf = (file: string): number => (/\.lock\.ya?ml$/i.test(file) ? 16 : 1) * 1024 * 1024;

/** The diagnostic for a file that is larger than `maxBytesOf` allows. */
export const fileTooLarge = (file: string, bytes: number): Diagnostic =>
  diagnostic(
    { file, line: 1, column: 1 },
    'file-too-large',
    `The file has ${bytes} bytes; at most ${maxBytesOf(file)} are read. Split it, or take it out of the folder.`,
  );

/** The text of a file, or the diagnostic that says why it is none. A byte order mark is left out. */
export const decodeText = (file: ConfigurationFile): string | Diagnostic => {
  if (file.bytes.length > maxBytesOf(file.path)) return fileTooLarge(file.path, file.bytes.length);
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(file.bytes);
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const mark = bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  const broken = firstDifference(bytes.subarray(mark), Buffer.from(text, 'utf8'));
  if (broken !== undefined) {
    const before = bytes.subarray(mark, mark + broken).toString('utf8');
    return notText(file.path, before, 'a byte that is no UTF-8');
  }
  const index = firstForbidden(text);
  if (index === undefined) return text;
  const code = text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0');
  return notText(file.path, text.slice(0, index), `the invisible character U+${code}`);
};

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

const firstDifference = (one: Buffer, other: Buffer): number | undefined => {
  if (one.equals(other)) return undefined;
  const index = one.findIndex((byte, i) => byte !== other[i]);
  return index === -1 ? one.length : index;
};

const firstForbidden = (text: string): number | undefined => {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x0d ? text.charCodeAt(index + 1) !== 0x0a : isForbidden(code)) return index;
  }
  return undefined;
};

/**
 * Control characters, which YAML 1.2 forbids (section 5.1), and those that change the direction of writing, with which
 * a file can be made to look different from what it says. So can a carriage return alone: some show it as the end of a
 * line, and the parser does not take it for one.
 */
const isForbidden = (code: number): boolean => {
  if (code === 0x09 || code === 0x0a || code === 0x85) return false;
  return (
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
};

const notText = (file: string, before: string, what: string): Diagnostic => {
  const lines = before.split('\n');
  const column = (lines.at(-1) ?? '').length + 1;
  return diagnostic(
    { file, line: lines.length, column },
    'not-text',
    `There is ${what} here. Save the file as plain UTF-8 text, or take it out of the folder.`,
  );
};
