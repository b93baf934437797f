import { hostAndPathOf } from '../../federation/issuer';
import { managedStatements } from '../../federation/trust/managed-statements';
import { parseTrustPolicy } from '../../federation/trust/document';
import { managedProvider } from '../../federation/verdict';
import type { IdentityProvider } from '../../federation/compiled-policy';
import { SimulationError } from '../errors';
import type { Stage } from './stage';

/** An identity provider of the policy. @throws SimulationError `unknown-identity-provider` */
export const identityProviderOf = ({ policy }: Pick<Stage, 'policy'>, name: string): IdentityProvider => {
  const found = policy.identityProviders.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new SimulationError(
    'unknown-identity-provider',
    `There is no identity provider ${name}; correct the scenario.`,
  );
};

/** A trust policy as JSON has it; its statements as they stand. */
export interface TrustJson {
  readonly Version?: unknown;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** Where in a trust policy the statements of an identity provider stand, whoever wrote them; counted from 0. */
export const statementsOf = (
  trustPolicy: string,
  account: string,
  provider: IdentityProvider,
  { policy }: Pick<Stage, 'policy'>,
): readonly number[] => {
  const parsed = parseTrustPolicy(trustPolicy);
  if (parsed === undefined) return [];
  return managedStatements(parsed, managedProvider(policy, account, provider), []).map(({ index }) => index);
};

/** The condition keys of a provider's claim, with and without the slash at the end of the issuer. */
export const claimKeys = ({ issuer }: IdentityProvider, claim: 'aud' | 'sub'): readonly string[] => {
  const hostAndPath = hostAndPathOf(issuer);
  return [hostAndPath, hostAndPath.replace(/\/$/, '')].map((host) => `${host}:${claim}`);
};
