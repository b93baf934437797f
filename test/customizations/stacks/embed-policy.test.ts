import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { runInNewContext } from 'node:vm';
import { embedPolicy } from '../../../customizations/stacks';
import { sampleInput } from '../sample';

const { policy, policyHash } = sampleInput();

/** Runs the code as Lambda does: one CommonJS file. */
const run = (code: string): unknown => {
  const module: { readonly exports: { readonly policy?: unknown } } = { exports: {} };
  runInNewContext(code, { module, exports: module.exports });
  return module.exports.policy;
};

describe('the compiled policy in front of a bundle', () => {
  const code = embedPolicy('exports.policy = COMPILED_POLICY;', policy);
  const json = gunzipSync(Buffer.from(run(code) as string, 'base64')).toString();

  test('is what the functions read back', () => {
    expect(JSON.parse(json)).toEqual(policy);
  });

  test('is what the policy hash is of', () => {
    expect(createHash('sha256').update(json).digest('hex')).toBe(policyHash);
  });

  test('begins as the local organization expects it, and holds no time', () => {
    const [, base64] = /^const COMPILED_POLICY="([A-Za-z0-9+/=]+)";\n/.exec(code)!;
    expect(Buffer.from(base64!, 'base64').subarray(4, 8)).toEqual(Buffer.alloc(4));
  });
});
