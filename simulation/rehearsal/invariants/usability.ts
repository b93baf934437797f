import { callerNameOf, uniqueNameOf } from '../../../federation/callers';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { expectExchange } from '../steps/expect-exchange';
import type { Breach, Ground } from './breach';
import { isInTransfer, named, providerOf, type StandingRole } from './ground';
import { admits } from './statements';

/** What the policies bind can be used by whom they name: the trust policy, the provider, and the caller let them in. */
export const usability = async (ground: Ground): Promise<readonly Breach[]> => {
  const found: Breach[] = [];
  for (const standing of ground.roles) {
    const why = isWanted(standing, ground) ? await unusableBecause(standing, ground) : undefined;
    if (why !== undefined)
      found.push({ invariant: 'usable', what: `${named(standing)} is to be bound, and cannot be used: ${why}.` });
  }
  return found;
};

const isWanted = (standing: StandingRole, ground: Ground): boolean => {
  const { verdict, record, account, role } = standing;
  if (verdict.kind !== 'bind' || record?.state === 'contested' || parseTrustPolicy(role.trustPolicy) === undefined)
    return false;
  const { caller } = verdict.policy;
  if (caller.kind !== 'own-application') return true;
  return !isNameTaken(uniqueNameOf(account.id, role.name), ground);
};

/** Whether somebody else holds the unique name, live or deleted; then there is a finding, and no binding. */
const isNameTaken = (uniqueName: string, { stage, applications }: Ground): boolean =>
  [...stage.tenants.values()].some(({ entra: { directory } }) =>
    directory.applications
      .all()
      .some((one) => one.uniqueName?.toLowerCase() === uniqueName && !applications.some(({ id }) => id === one.id)),
  );

const unusableBecause = async (standing: StandingRole, ground: Ground): Promise<string | undefined> => {
  const { verdict, account, role, record } = standing;
  const provider = providerOf(standing, ground);
  if (verdict.kind !== 'bind' || provider === undefined) return undefined;
  // Whoever uses it while its application is not handed over must be able to go on.
  if (isInTransfer(standing, ground))
    return role.trustPolicy === standing.cast.written ? undefined : 'its trust policy was changed under its users';
  if (record?.audience === undefined || record.subjects === undefined)
    return `nothing is recorded of it but ${record?.state ?? 'nothing'}`;
  const { audience, subjects } = record;
  const denied = subjects
    .map((subject) => admits(role.trustPolicy, account.id, provider, { audience, subject }, ground))
    .find(({ decision }) => decision === 'denied');
  if (denied?.decision === 'denied') return `its trust policy does not admit the caller. ${denied.because}`;
  const isRegistered = ground.stage.organization
    .providers(account.id)
    .some((one) => one.issuer === provider.issuer && one.audiences.includes(audience));
  if (!isRegistered) return `the provider lacks the audience ${audience}`;
  const uniqueName = callerNameOf(verdict.policy.caller, account.id, role.name);
  if (uniqueName === undefined) return undefined;
  const application = ground.applications.find((one) => one.isLive && one.uniqueName === uniqueName);
  if (application === undefined) return `there is no live application ${uniqueName}`;
  return verdict.credentials.length === 0 ? undefined : exchangeFails(standing, ground);
};

/** Asks Entra and AWS STS, as the outside job would. */
const exchangeFails = async ({ cast }: StandingRole, { stage }: Ground): Promise<string | undefined> => {
  const step = { account: cast.account, role: cast.roleName, as: 'own-application', result: 'granted' } as const;
  const { met, details } = await expectExchange(step, stage);
  return met === true ? undefined : details.map(({ label, text }) => `${label}: ${text}`).join('; ');
};
