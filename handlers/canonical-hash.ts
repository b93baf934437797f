import { createHash } from 'node:crypto';
import { canonicalJson } from '../federation/canonical-json';

/** SHA-256 of a value's canonical JSON, in hexadecimal: by it functions and command line name the same plan alike. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');
