import type { OrganizationalUnitMatch } from '../compiled-policy';
import type { AllowedIssuers } from './allowed-issuers';

/** The guardrails of a configuration, as far as it has them, and the units that each is attached to. */
export interface GuardrailScope {
  readonly allowed: AllowedIssuers;
  readonly serviceControlPolicy?: readonly OrganizationalUnitMatch[];
  readonly resourceControlPolicy?: readonly OrganizationalUnitMatch[];
}
