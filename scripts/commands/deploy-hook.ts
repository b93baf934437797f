import { hookRegions } from '../../customizations/stacks/hook-regions';
import { templatePaths } from '../../customizations/stacks/template-paths';
import { Failure } from '../../federation/failures';
import type { Pause } from '../../federation/ports';
import type { Caller, ChangeSetState, StackChange, Stacks, StackState } from '../../federation/stacks';
import { exitCodes, type ExitCode } from '../exit-codes';
import { isSameTemplate, prepareDeployment, requireManagementAccount } from '../deployments/prepare';
import { type Waiting, waitWhile } from '../deployments/wait';
import { plural } from '../report-diagnostics';
import { styled, type Terminal } from '../terminal';

export interface DeployHookOptions {
  readonly config: string;
  /** Shows what would be changed, and changes nothing. */
  readonly dryRun: boolean;
}

/** What the command asks of the world. */
export interface DeployHookPorts {
  /** CloudFormation in a region, with the credentials of whoever runs the command. */
  connect(region: string): Promise<Stacks>;
  /** Who runs the command, asked in a region. */
  readonly callerIn: (region: string) => Caller;
  readonly pause: Pause;
  readonly newId: () => string;
}

/** The stack's name, in each region. */
export const hookStack = 'oidc-factory-hook';

/** The state of things is asked for so often, and so many seconds apart: twenty minutes in all. */
const polls = 400;
const secondsBetween = 3;

/**
 * Deploys the lifecycle hook into the management account: one stack in the home region, and where AWS Organizations speaks
 * in another region a second one there. What is up to date is left alone, so that it can be run again at any time.
 * @throws Failure `HookRefused`, `HookNotDeployed`
 */
export const deployHook = async (
  { config, dryRun }: DeployHookOptions,
  ports: DeployHookPorts,
  terminal: Terminal,
): Promise<ExitCode> => {
  const prepared = await prepareDeployment(config, terminal);
  const template = prepared?.files.find(({ path }) => path === templatePaths.hook)?.text;
  if (prepared === undefined || template === undefined) return exitCodes.error;
  await requireManagementAccount(prepared.project, ports.callerIn, 'HookRefused');
  const waiting: Waiting = { pause: ports.pause, terminal, polls, secondsBetween, code: 'HookNotDeployed' };
  // One after the other: the rule in the second region is given a role that the first one makes.
  for (const region of hookRegions(prepared.project.policy.organization)) {
    const stacks = await ports.connect(region);
    try {
      await deployTo(stacks, { template, dryRun, newId: ports.newId }, waiting);
    } finally {
      if (terminal.watched) terminal.progress('');
    }
  }
  return exitCodes.done;
};

const deployTo = async (
  stacks: Stacks,
  { template, dryRun, newId }: { readonly template: string; readonly dryRun: boolean; readonly newId: () => string },
  waiting: Waiting,
): Promise<void> => {
  const { terminal } = waiting;
  const where = `${hookStack} in ${stacks.region}`;
  const before = await waitWhile(isBusy, () => stacks.describe(hookStack), `waiting for ${where}`, waiting);
  const isNew = before === undefined || before.status === 'REVIEW_IN_PROGRESS';
  if (!isNew && !isUpdatable(before.status)) {
    throw new Failure(
      'HookNotDeployed',
      `The stack ${where} is ${before.status}, and cannot be updated. Where its creation has failed, delete it and run the command again; nothing of it is in use.`,
    );
  }
  const changeSet = `oidc-factory-${newId()}`;
  const named = { stack: hookStack, changeSet };
  await stacks.createChangeSet({ ...named, kind: isNew ? 'CREATE' : 'UPDATE', template });
  const made = await waitWhile(
    ({ status }: ChangeSetState) => status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS',
    () => stacks.describeChangeSet(hookStack, changeSet),
    `comparing ${where}`,
    waiting,
  );
  if (made.status !== 'CREATE_COMPLETE') {
    const isCurrent =
      !isNew && made.changes.length === 0 && isSameTemplate(await stacks.templateOf(hookStack), template);
    await discard(stacks, changeSet, isNew);
    if (!isCurrent) throw new Failure('HookNotDeployed', `The stack ${where} cannot be changed. ${made.reason ?? ''}`);
    terminal.out(`${where}  ${styled(terminal, 'dim', 'up to date')}`);
    return;
  }
  if (dryRun) {
    await discard(stacks, changeSet, isNew);
    terminal.out(`${where}  ${styled(terminal, 'yellow', `${plural(made.changes.length, 'change')} to make`)}`);
    tellChanges(made.changes, terminal);
    return;
  }
  await stacks.executeChangeSet(hookStack, changeSet);
  const after = await waitWhile(
    (state: StackState | undefined) => isBusy(state) || isUntouched(state, before),
    () => stacks.describe(hookStack),
    `${isNew ? 'creating' : 'updating'} ${where}`,
    waiting,
  );
  if (after?.status !== 'CREATE_COMPLETE' && after?.status !== 'UPDATE_COMPLETE') {
    throw new Failure(
      'HookNotDeployed',
      `The stack ${where} is ${after?.status ?? 'gone'}. ${after?.reason ?? ''} Its events in CloudFormation say more.`,
    );
  }
  terminal.out(`${where}  ${styled(terminal, 'green', isNew ? 'created' : 'updated')}`);
  tellChanges(made.changes, terminal);
};

const isBusy = (state: StackState | undefined): boolean =>
  state !== undefined && state.status.endsWith('_IN_PROGRESS') && state.status !== 'REVIEW_IN_PROGRESS';

/** CloudFormation shows the old state for a moment. */
const isUntouched = (state: StackState | undefined, before: StackState | undefined): boolean =>
  state === undefined ||
  state.status === 'REVIEW_IN_PROGRESS' ||
  (before !== undefined && before.status !== 'REVIEW_IN_PROGRESS' && state.changedAt === before.changedAt);

const isUpdatable = (status: string): boolean =>
  ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'].includes(status);

/** A change set that is not executed leaves a stack behind that has nothing in it, where there was none before. */
const discard = async (stacks: Stacks, changeSet: string, isNew: boolean): Promise<void> => {
  await stacks.deleteChangeSet(hookStack, changeSet);
  if (isNew) await stacks.deleteStack(hookStack);
};

const tellChanges = (changes: readonly StackChange[], terminal: Terminal): void => {
  for (const { action, logicalId, type, isReplaced } of changes)
    terminal.out(`  ${action.toLowerCase()}  ${logicalId} (${type})${isReplaced ? ', replaced' : ''}`);
};
