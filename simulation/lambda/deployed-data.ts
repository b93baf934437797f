import { gunzipSync } from 'node:zlib';
import type { CompiledPolicy, IdentityProvider } from '../../federation/compiled-policy';
import { isObject } from '../../federation/trust/json';
import { hashOfPolicy } from '../../handlers/compiled-policy';
import { SimulationError } from '../errors';
import { parseJson } from '../json';
import type { DeployedFunction } from './deployed-function';

const known = new WeakMap<DeployedFunction, CompiledPolicy>();

/** The compiled policy that stands in front of a function's code. @throws SimulationError where there is none. */
export const compiledPolicyOf = (deployed: DeployedFunction): CompiledPolicy => {
  const policy = known.get(deployed) ?? readPolicy(deployed);
  known.set(deployed, policy);
  return policy;
};

/** The hash of that policy. @throws SimulationError */
export const policyHashOf = (deployed: DeployedFunction): string => {
  compiledPolicyOf(deployed);
  return hashOfPolicy(constantOf(deployed) ?? '');
};

const constantOf = ({ code }: DeployedFunction): string | undefined =>
  /^const COMPILED_POLICY="([A-Za-z0-9+/=]*)";/.exec(code)?.[1];

const readPolicy = (deployed: DeployedFunction): CompiledPolicy => {
  const { name } = deployed;
  const encoded = constantOf(deployed);
  const policy =
    encoded === undefined ? undefined : parseJson(gunzipSync(Buffer.from(encoded, 'base64')).toString('utf8'));
  if (isCompiledPolicy(policy)) return policy;
  throw new SimulationError(
    'template-invalid',
    `The code of the function ${name} does not begin with a compiled policy; run synth again.`,
  );
};

/** The identity providers in a function's environment. @throws SimulationError where it is no list of them. */
export const identityProvidersOf = (text: string): readonly IdentityProvider[] => {
  const list = parseJson(text);
  if (isIdentityProviders(list)) return list;
  throw new SimulationError('template-invalid', 'IDENTITY_PROVIDERS is a list of identity providers; run synth again.');
};

/** The compiler of the same version wrote it; this only tells it from something else. */
const isCompiledPolicy = (value: unknown): value is CompiledPolicy =>
  isObject(value) && isObject(value['organization']) && isObject(value['accounts']) && Array.isArray(value['policies']);

const isIdentityProviders = (value: unknown): value is readonly IdentityProvider[] =>
  Array.isArray(value) && value.every((item) => isObject(item) && typeof item['issuer'] === 'string');
