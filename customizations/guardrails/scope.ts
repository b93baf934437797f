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

/**
 * Where the guardrails of a configuration are attached; undefined where it has none. While it only says what they would
 * let in, they are taken to be attached everywhere, so that what they would cut off can be seen beforehand.
 */
export const guardrailScope = (configuration: Configuration, policy: CompiledPolicy): GuardrailScope | undefined => {
  const { guardrails } = configuration.organization.value;
  if (guardrails === undefined) return undefined;
  const units = new Map(configuration.lock.value.organizationalUnits.map(({ id, path }) => [id, path]));
  const { serviceControlPolicy: scp, resourceControlPolicy: rcp } = guardrails;
  const allowed = allowedIssuers(configuration, policy);
  const everywhere = [{ path: '/', direct: false }];
  if (scp === undefined && rcp === undefined)
    return { allowed, serviceControlPolicy: everywhere, resourceControlPolicy: everywhere };
  return {
    allowed,
    ...(scp !== undefined && { serviceControlPolicy: unitMatches(scp.organizationalUnits, units) }),
    ...(rcp !== undefined && { resourceControlPolicy: unitMatches(rcp.organizationalUnits, units) }),
  };
};
