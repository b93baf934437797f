import { Failure } from '../../federation/failures';
import type { BindingRecord } from '../../federation/records';
import { transferOf } from '../../federation/transfer';
import type { RegisteredCaller } from '../../schemas/generated/events/registered-caller.types';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { roleOf } from '../step';
import { inspectRole } from './inspection';
import type { AccountStepsPorts } from './ports';
import { type BindingDraft, draftOf } from './records';

/**
 * The binding of a role that uses an application which the directory has just taken over: it is bound already, to whom it
 * was, so that whatever fails from here on takes nothing back. Undefined where nothing has been taken over for the role.
 * @throws Failure `WorldMoved` where the role's trust policy is no longer what the directory was asked about.
 */
export const takeOver = async (
  { clientId, audience, subjects }: RegisteredCaller,
  recorded: BindingRecord | undefined,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<BindingDraft | undefined> => {
  const isHandedOver = ports.policy.handOvers?.some(({ application }) => application === clientId) === true;
  const isDone = recorded?.caller !== 'existing' && recorded?.audiences.includes(audience) === true;
  if (!isHandedOver || isDone) return undefined;
  const { account, roleName } = roleOf(request);
  const found = await inspectRole(account, roleName, ports);
  if (found.kind !== 'there' || found.verdict.kind !== 'bind') return undefined;
  const transfer = transferOf(found.role, account, recorded, found.verdict, ports.policy);
  if (transfer.kind === 'none') return undefined;
  if (transfer.kind === 'impossible' || transfer.application !== clientId || subjects.join() !== transfer.subject)
    throw new Failure('WorldMoved', `The trust policy of ${roleName} in ${account} is no longer what was inspected.`);
  const confirmed = { audience, subjects };
  const draft = {
    ...draftOf(found, found.verdict),
    ...confirmed,
    confirmed,
    state: 'bound',
    announced: false,
  } as const;
  // What is published does not name the client id.
  return draft.published === true ? { ...draft, stale: true } : draft;
};
