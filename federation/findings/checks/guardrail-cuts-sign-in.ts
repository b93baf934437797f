import { guardrailCuts } from '../../guardrails/cut-off';
import { issuersInUse } from '../guarded';
import type { Check } from '../finding';

export const guardrailCutsSignIn: Check = {
  id: 'guardrail-cuts-sign-in',
  severity: 'critical',
  meaning: 'The resource control policy would keep tokens of an issuer that is in use from a role.',
  remedy: 'Add the issuer to `guardrails.alsoAllow` or to `identityProviders` before the policy is attached there.',
  find: (examined) => {
    const { allowed, resourceControlPolicy: units } = examined.guardrails ?? {};
    if (allowed === undefined) return [];
    return guardrailCuts(allowed, issuersInUse(examined, units)).signIns.flatMap(({ issuer, roles, hasProvider }) =>
      roles.map((role) => ({
        role,
        subject: issuer,
        because: `The resource control policy would refuse tokens of ${issuer}.`,
        // Without a provider nobody gets in now, but for issuers that STS knows by itself.
        ...(!hasProvider && { severity: 'low' as const }),
      })),
    );
  },
};
