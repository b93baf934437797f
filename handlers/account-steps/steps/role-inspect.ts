import type { Reason } from '../../../federation/reasons';
import { isLive, keepsBinding } from '../../../federation/standing';
import { declaredBinding, isWithinPolicy, type Verdict } from '../../../federation/verdict';
import type { StepRequest } from '../../../schemas/generated/events/step-request.types';
import { roleOf } from '../../step';
import { contest } from '../contest';
import { cutOff } from '../cut-off';
import { record } from '../decisions';
import { inspectRole, isPaused, type Inspection, pinned } from '../inspection';
import { accountStep, type AccountStepsPorts } from '../ports';
import { requireRoom, spendRemoval } from '../quotas';
import { planOf, requireTransfer } from '../planned-caller';
import { type BindingDraft, draftOf, writeOver } from '../records';
import { reportRefusal } from '../refusals';
import { requestWorkflows } from '../requests';
import { clearStatus } from '../tell-owner';
import { withdraw } from '../withdraw';
import type { StepOutputs } from '../../step';

type Found = Extract<Inspection, { kind: 'there' }>;
type Binding = Extract<Verdict, { kind: 'bind' | 'audit' }>;

/**
 * Reads the role, decides, and records what is about to be made before anything is. A binding that the policies no longer
 * want is handed on to be released; what is refused is told to the role's owner too. Under a pause nothing is written in
 * the account.
 */
export const roleInspect = accountStep(
  'role.inspect',
  async ({ request }, ports): Promise<StepOutputs<'role.inspect'>> => {
    const { account, roleName } = roleOf(request);
    const since = ports.clock.now();
    const inspection = await inspectRole(account, roleName, ports);
    if (inspection.kind === 'gone') return nothing('gone');
    if (inspection.kind === 'out-of-scope') {
      await log('leave', [inspection.reason], request, ports);
      const binding = await ports.table.readBinding(account, roleName);
      const isToGo = isLive(binding) && binding?.state !== 'revoked';
      if (isToGo && !(await isPaused(inspection.facts, binding, ports))) await release(request, since, ports);
      return nothing('leave');
    }
    const isHeldUp = inspection.verdict.reasons.some(({ code }) => code === 'paused');
    if (inspection.recorded?.state === 'revoked' && !isHeldUp) await cutOff(inspection.recorded, request, ports);
    const recorded = isHeldUp ? inspection.recorded : await withdraw(inspection.recorded, ports);
    const binding = inspection.binding === undefined ? undefined : recorded;
    const contested = await contest({ ...inspection, recorded, binding }, request, ports);
    const found = { ...inspection, ...contested };
    const { verdict } = found;
    await log(verdict.kind, verdict.reasons, request, ports);
    if (verdict.kind === 'bind') return begin(found, verdict, ports);
    await reportRefusal(found, contested.statement, ports);
    if (isWithinPolicy(verdict)) await clearStatus(found.role, found.iam);
    const isDeclared = declaredBinding(ports.policy, account, roleName) !== undefined;
    if (
      found.recorded !== undefined &&
      isLive(found.recorded) &&
      !keepsBinding(found.role, verdict, found.recorded, isDeclared)
    )
      await release(request, since, ports);
    return nothing(verdict.kind);
  },
);

const begin = async (
  found: Found,
  verdict: Binding,
  ports: AccountStepsPorts,
): Promise<StepOutputs<'role.inspect'>> => {
  const { facts, role, recorded, binding } = found;
  const { policy, identityProvider } = verdict;
  const transfer = requireTransfer(role, facts.id, recorded, verdict, ports);
  if (binding?.audience === undefined) await requireRoom(facts.id, role.name, policy, ports);
  const plan = await planOf(facts, role.name, recorded, verdict, transfer, ports);
  // What is handed over stays as it is, and so does its record, until the directory has said that it is the factory's.
  if (transfer.kind === 'none')
    await writeOver(recorded, { ...draftOf(found, verdict), ...standing(found, verdict, ports) }, ports);
  return { verdict: 'bind', identityProvider: identityProvider.name, plan };
};

/** Where a role pins already whom the YAML names, it is in use: whatever fails from here on takes nothing back. */
const standing = (
  { facts, role, recorded }: Found,
  { policy: { caller }, identityProvider }: Binding,
  ports: AccountStepsPorts,
): Partial<Pick<BindingDraft, 'state' | 'confirmed'>> => {
  if (caller.kind !== 'existing') return {};
  const confirmed = { audience: caller.audience, subjects: caller.principals };
  const written = { account: facts.id, audiences: recorded?.audiences ?? [] };
  const isStanding = pinned(role, written, confirmed, identityProvider, ports).kind === 'unchanged';
  return isStanding ? { state: 'bound', confirmed } : {};
};

const nothing = (verdict: 'audit' | 'refuse' | 'leave' | 'gone'): StepOutputs<'role.inspect'> => ({
  verdict,
  identityProvider: null,
  plan: null,
});

const release = async (request: StepRequest, since: Date, ports: AccountStepsPorts): Promise<void> => {
  const { account, roleName } = roleOf(request);
  // Only what events bring has a budget.
  if (request.event.actor !== undefined) await spendRemoval(account, roleName, ports);
  await requestWorkflows([{ trigger: 'role-released', account, roleName }], request, since, ports);
};

const log = (
  decision: Verdict['kind'],
  reasons: readonly Reason[],
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<void> => record(request, { decision, reasons: reasons.map(({ because }) => because) }, ports);
