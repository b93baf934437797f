import { audienceApplicationOf, callerNameOf } from '../callers';
import type { BindingPolicy } from '../compiled-policy';
import type { AccountObservation } from '../reconcile';
import type { BindingRecord } from '../records';
import type { Transfer } from '../transfer';
import type { Pins } from '../trust/pin';

/**
 * What a role's trust policy is going to pin. What is not registered yet has no id: a text that names it stands in its
 * place, which no token ever has. Of what is handed over the YAML knows the client id; the subject is the one that is admitted already.
 */
export const plannedPins = (
  roleName: string,
  record: BindingRecord | undefined,
  policy: BindingPolicy,
  { account, applications }: Pick<AccountObservation, 'account' | 'applications'>,
  { transfer, handedOver }: { readonly transfer: Transfer; readonly handedOver: string | undefined },
): Pick<Pins, 'audience' | 'subjects'> => {
  const { caller } = policy;
  if (caller.kind === 'existing') return { audience: caller.audience, subjects: caller.principals };
  const uniqueName = callerNameOf(caller, account.id, roleName) ?? '';
  const audienceName = audienceApplicationOf(policy, account.id) ?? uniqueName;
  const known = (name: string) =>
    applications.find(
      (each) => each.identityProvider === policy.identityProvider && each.uniqueName === name && each.isOurs,
    );
  // A shared caller is not listed with an account: there the record tells.
  const recorded = caller.kind === 'shared' && record?.uniqueName === uniqueName ? record : undefined;
  if (transfer.kind === 'pending') return { audience: transfer.application, subjects: [transfer.subject] };
  const subject = known(uniqueName)?.subject;
  return {
    audience: known(audienceName)?.clientId ?? recorded?.audience ?? handedOver ?? `client-id-of:${audienceName}`,
    subjects: subject === undefined ? (recorded?.subjects ?? [`service-principal-of:${uniqueName}`]) : [subject],
  };
};
