import { gzipSync } from 'node:zlib';
import { embedPolicy } from '../../customizations/stacks/embed-policy';
import { policyHash } from '../../customizations/configuration';
import { decodePolicy, hashOfPolicy } from '../../handlers/compiled-policy';
import { required, requiredJson } from '../../handlers/environment';
import { policy } from './ports';

const packed = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64');

it('reads the compiled policy that stands before the code', () => {
  expect(decodePolicy(packed(policy))).toEqual(policy);
});

it('knows the hash of the policy, as synth tells it', () => {
  const constant = /"([^"]*)"/.exec(embedPolicy('', policy))?.[1] ?? '';
  expect(hashOfPolicy(constant)).toBe(policyHash(policy));
});

it.each([
  ['not base64 of anything', '%%%'],
  ['not gzip', Buffer.from('{}').toString('base64')],
  ['not JSON', gzipSync('hello').toString('base64')],
  ['of another version', packed({ ...policy, policies: [{ ...policy.policies[0], enforcement: 'sometimes' }] })],
  ['incomplete', packed({ ...policy, factoryAccount: undefined })],
])('refuses one that is %s', (_what, constant) => {
  expect(() => decodePolicy(constant)).toThrow(expect.objectContaining({ name: 'InvalidInput' }) as Error);
});

it('names a variable that is missing, empty or of another shape', () => {
  expect(required({ A: 'a' }, 'A')).toBe('a');
  expect(() => required({}, 'A')).toThrow(/variable A/);
  expect(() => required({ A: '' }, 'A')).toThrow(/variable A/);
  const isText = (value: unknown): value is string => typeof value === 'string';
  expect(requiredJson({ A: '"x"' }, 'A', isText)).toBe('x');
  expect(() => requiredJson({ A: '{' }, 'A', isText)).toThrow(/variable A/);
});
