import type { FactoryTable } from '../../federation/ports';
import type { WorkflowEvent } from '../../schemas/generated/events/workflow-input.types';
import { startUnderLock, type StartPorts } from './start';
import { subjectOf } from '../subjects';

/** What keeping to the budget asks of the world. */
export interface BudgetPorts extends StartPorts {
  readonly table: StartPorts['table'] & Pick<FactoryTable, 'spend'>;
  /** How many events of one account may start workflows in an hour. */
  readonly eventsPerHour: number;
}

/**
 * Counts an event against its account's budget. Beyond it, one reconcile of the account takes the place of whatever the
 * events of the hour would have started; what changes after that has read the account is left to the nightly run.
 * Events are only hints, so nothing is lost by it. `held`: the event has to come again, as its reconcile must wait.
 */
export const spendOn = async (
  { account }: Pick<WorkflowEvent, 'account'>,
  ports: BudgetPorts,
): Promise<'within' | 'over-budget' | 'held'> => {
  // Nothing would see what the events beyond the budget tell of.
  if (!ports.workflows.routes('account-due')) return 'within';
  const now = ports.clock.now().toISOString();
  const beyond = (await ports.table.spend({ account, budget: 'events', now })) - ports.eventsPerHour;
  if (beyond <= 0) return 'within';
  return isPowerOfTwo(beyond) && (await reconcile(account, now, ports)) === 'held' ? 'held' : 'over-budget';
};

/** Is named by the hour: asked for again, it is started once. */
const reconcile = (account: string, now: string, ports: BudgetPorts): ReturnType<typeof startUnderLock> => {
  const hour = now.slice(0, '2026-11-23T10'.length);
  const due: WorkflowEvent = { trigger: 'account-due', account, id: `over-budget-${account}-${hour}`, time: now };
  return startUnderLock(subjectOf(due), due, ports);
};

/** The first event beyond the budget asks for the reconcile; so that a start that failed is made good, a few later ones do. */
const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));
