import { guardrailCuts } from '../../guardrails/cut-off';
import { issuersInUse } from '../guarded';
import type { Check } from '../finding';

export const guardrailCutsCreation: Check = {
  id: 'guardrail-cuts-creation',
  severity: 'low',
  meaning: 'An OIDC provider is there that nobody could create again under the service control policy.',
  remedy:
    'Add its issuer to `guardrails.alsoAllow` or to `identityProviders`, or delete the provider if nothing uses it.',
  find: (examined) => {
    const { allowed, serviceControlPolicy: units } = examined.guardrails ?? {};
    if (allowed === undefined) return [];
    return guardrailCuts(allowed, issuersInUse(examined, units)).creations.map(({ issuer }) => ({
      subject: issuer,
      because: `The service control policy would keep everybody from creating the OIDC provider of ${issuer} again.`,
    }));
  },
};
