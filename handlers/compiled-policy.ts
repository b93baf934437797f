import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { CompiledPolicy } from '../federation/compiled-policy';
import { Failure } from '../federation/failures';
import validateCompiledPolicy from '../schemas/generated/settings/compiled-policy.validate';
import { parseJson } from './json';

/**
 * Reads the compiled policy from the constant in front of a function's code: gzipped JSON in base64.
 * @throws Failure `InvalidInput` where it is not one that this version of the functions understands.
 */
export const decodePolicy = (constant: string): CompiledPolicy => {
  const policy = parseJson(unpacked(constant));
  if (!validateCompiledPolicy(policy)) {
    throw new Failure(
      'InvalidInput',
      'The compiled policy was made by another version; deploy the templates of one version.',
    );
  }
  return policy;
};

/** The hash of the compiled policy, as the stack's output and `synth` have it: the constant holds its canonical JSON. */
export const hashOfPolicy = (constant: string): string => createHash('sha256').update(unpacked(constant)).digest('hex');

const unpacked = (constant: string): string => {
  try {
    return gunzipSync(Buffer.from(constant, 'base64')).toString('utf8');
  } catch (error) {
    throw new Failure('InvalidInput', 'The code does not begin with a compiled policy; deploy it as `synth` made it.', {
      cause: error,
    });
  }
};
