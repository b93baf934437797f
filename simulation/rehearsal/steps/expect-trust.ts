import { placeholderAudience } from '../../../federation/names';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { isClaimKey, pinsText } from '../../../federation/trust/managed-statements';
import { managedProvider } from '../../../federation/verdict';
import type { ExpectTrustStep } from '../../../schemas/generated/documents/scenario.types';
import { identityProviderOf, statementsOf } from '../acting';
import { castRole } from '../cast';
import type { StepReport } from '../report';
import type { CastRole, Stage } from '../stage';

type Standing = ExpectTrustStep['is'];

/** Compares a role's trust policy with what the scenario says of it. */
export const expectTrust = ({ account, role: roleName, is }: ExpectTrustStep, stage: Stage): StepReport => {
  const role = castRole(stage, account, roleName);
  const trustPolicy = stage.organization.role(account, roleName)?.trustPolicy;
  const found = trustPolicy === undefined ? [] : standingsOf(trustPolicy, role, stage);
  const met = found.includes(is);
  const said = trustPolicy === undefined ? 'there is no such role' : `it is ${found.join(' and ') || 'neither'}`;
  return {
    title: `look at the trust policy of ${roleName} in ${account}`,
    met,
    details: [{ label: 'trust policy', text: trustPolicy ?? 'none' }],
    ...(!met && { failure: `The scenario expects it to be ${is}; ${said}.` }),
  };
};

const standingsOf = (trustPolicy: string, role: CastRole, stage: Stage): readonly Standing[] => {
  const { id } = stage.organization.organization.account(role.account);
  const identityProvider = identityProviderOf(stage, role.identityProvider);
  const provider = managedProvider(stage.policy, id, identityProvider);
  const statements = parseTrustPolicy(trustPolicy)?.statements ?? [];
  const claims = statementsOf(trustPolicy, id, identityProvider, stage).map((index) => {
    const entries = statements.slice(index, index + 1).flatMap(({ comparisons }) => comparisons);
    const values = (claim: 'aud' | 'sub'): readonly string[] =>
      entries
        .filter(({ operator, key }) => pinsText(operator) && isClaimKey(key, provider, claim))
        .flatMap((entry) => entry.values);
    return { audiences: values('aud'), subjects: values('sub') };
  });
  const isPending = ({ audiences }: (typeof claims)[number]): boolean =>
    audiences.length > 0 && audiences.every((audience) => audience === placeholderAudience);
  const isBound = (claim: (typeof claims)[number]): boolean =>
    claim.audiences.length > 0 && !isPending(claim) && claim.subjects.length > 0;
  return [
    ...(claims.length > 0 && claims.every(isBound) ? (['bound'] as const) : []),
    ...(claims.length > 0 && claims.every(isPending) ? (['placeholder'] as const) : []),
    ...(trustPolicy === role.written ? (['as-written'] as const) : []),
  ];
};
