import { Failure } from '../federation/failures';

/** The errors of the file system that are the doing of a folder, a disk or a permission, and not of a bug. */
const codes: ReadonlySet<string> = new Set([
  'EACCES',
  'EBUSY',
  'EDQUOT',
  'EEXIST',
  'EIO',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'ENOTEMPTY',
  'EPERM',
  'EROFS',
  'ESTALE',
]);

/** The code of a file system's error; undefined of anything else. Errors of Node are known by it in every realm. */
export const fileErrorCode = (error: unknown): string | undefined =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  codes.has(error.code)
    ? error.code
    : undefined;

/** Whether a file or folder is simply not there. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(fileErrorCode(error) ?? '');

/** Makes what is missing undefined. @throws Failure `FileNotWritten` where it is there and cannot be read. */
export const unlessMissing = async <T>(file: string, read: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw failureOf(error, (code) => `\`${file}\` cannot be read (${code}), so it is not written either.`);
  }
};

/** Changes a file. @throws Failure `FileNotWritten` where the file system does not let it. */
export const writing = async (file: string, write: () => Promise<unknown>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    throw failureOf(error, (code) => `\`${file}\` cannot be written (${code}).`);
  }
};

const failureOf = (error: unknown, what: (code: string) => string): unknown => {
  const code = fileErrorCode(error);
  return code === undefined ? error : new Failure('FileNotWritten', what(code), { cause: error });
};
