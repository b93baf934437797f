import { ownerOf } from '../../federation/owner';
import type { Inspection } from './inspection';
import type { AccountStepsPorts } from './ports';
import { tellOwner } from './tell-owner';

/**
 * Says what the policies refuse. In a policy that only reports nothing is written into the account, so that its owner
 * finds no tag there.
 * @param statement the trust statement to paste, where somebody keeps writing another one over it.
 */
export const reportRefusal = async (
  { facts, role, binding, verdict, iam }: Extract<Inspection, { kind: 'there' }>,
  statement: Readonly<Record<string, unknown>> | undefined,
  ports: AccountStepsPorts,
): Promise<void> => {
  if (verdict.kind !== 'audit' && verdict.kind !== 'refuse') return;
  const { kind, policy, reasons } = verdict;
  const owner = ownerOf(role, policy);
  const outcome = {
    type: 'Role Not Bound',
    detail: {
      account: facts.id,
      role: role.name,
      policy: policy.name,
      verdict: kind,
      stillBound: binding?.state === 'bound',
      reasons,
      ...(owner !== undefined && { owner }),
      ...(statement !== undefined && { statement }),
    },
  } as const;
  await ports.outcomes.publish(outcome);
  if (policy.enforcement === 'audit') return;
  const codes = [...new Set(reasons.map(({ code }) => code))].join(' ');
  await tellOwner(role, `not bound: ${codes}`, outcome, iam, ports);
};
