import { gzipSync, strToU8 } from 'fflate';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { canonicalJson } from '../../federation/canonical-json';

/**
 * Puts the compiled policy in front of a bundle, as the constant `COMPILED_POLICY`: the Base64 of the gzip of its
 * canonical JSON. fflate compresses, because Node's own zlib gives other bytes in other versions.
 */
export const embedPolicy = (bundle: string, policy: CompiledPolicy): string => {
  const compressed = gzipSync(strToU8(canonicalJson(policy)), { level: 9, mtime: 0 });
  return `const COMPILED_POLICY="${Buffer.from(compressed).toString('base64')}";\n${bundle}`;
};
