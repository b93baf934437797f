import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { AllowedIssuers } from '../../federation/guardrails/allowed-issuers';
import type { GuardrailScope } from '../../federation/guardrails/scope';
import { hostAndPathOf } from '../../federation/issuer';
import { unitMatches } from '../configuration/compile-settings';
import type { Configuration } from '../configuration/configuration';
import { sortedSet } from '../configuration/sorted';

/** The issuers that the guardrails of a configuration let in, whether or not it has any. */
export const allowedIssuers = (
  { organization }: Configuration,
  { identityProviders, outsideProviders }: CompiledPolicy,
): AllowedIssuers => ({
  managed: sortedSet([...identityProviders, ...outsideProviders].map(({ issuer }) => hostAndPathOf(issuer))),
  patterns: sortedSet(organization.value.guardrails?.alsoAllow ?? []),
});

/** Where the guardrails of a configuration are attached; undefined where it has none. */
export const guardrailScope = (configuration: Configuration, policy: CompiledPolicy): GuardrailScope | undefined => {
  const { guardrails } = configuration.organization.value;
  if (guardrails === undefined) return undefined;
  const units = new Map(configuration.lock.value.organizationalUnits.map(({ id, path }) => [id, path]));
  const { serviceControlPolicy: scp, resourceControlPolicy: rcp } = guardrails;
  return {
    allowed: allowedIssuers(configuration, policy),
    ...(scp !== undefined && { serviceControlPolicy: unitMatches(scp.organizationalUnits, units) }),
    ...(rcp !== undefined && { resourceControlPolicy: unitMatches(rcp.organizationalUnits, units) }),
  };
};
