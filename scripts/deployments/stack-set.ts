import { Failure } from '../../federation/failures';
import {
  type StackInstance,
  type StackSetRequest,
  type StackSets,
  type StackSetState,
  isGoingOn,
  isOwnStackSet,
} from '../../federation/stack-sets';
import { plural } from '../report-diagnostics';
import { styled } from '../terminal';
import { isSameTemplate } from './prepare';
import { type StackSetAims, aimsOf } from './stack-set-aims';
import { type Waiting, waitWhile } from './wait';

/** Where a StackSet is deployed, and how. */
export interface StackSetDeployment {
  readonly stackSets: StackSets;
  /** Paths of the units of the lock file, by id. */
  readonly pathsById: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly waiting: Waiting;
}

/** Something to do to a StackSet: as it is told before and after, and what starts it. */
interface Work {
  readonly toDo: string;
  readonly done: string;
  /** Answers the id of the operation; undefined where there is none to wait for. */
  start(): Promise<string | undefined>;
}

/**
 * Whether a StackSet can be deployed at all; it is asked of each before the first is touched.
 * @throws Failure `StackSetsNotDeployed` where it is not the factory's own, or would have to be narrowed; as the port's calls
 * do.
 */
export const requireDeployable = async (
  { definition, organization }: Pick<StackSetRequest, 'definition' | 'organization'>,
  { stackSets, pathsById }: Pick<StackSetDeployment, 'stackSets' | 'pathsById'>,
): Promise<void> => {
  const { name } = definition;
  const state = await stackSets.describe(name);
  if (state === undefined) return;
  requireOwn(name, state, organization);
  aimsOf(definition, state.organizationalUnits, [], pathsById);
};

/**
 * Makes a StackSet, or brings it up to date: template and settings, then the units that it is aimed at, then instances that
 * an earlier operation could not bring up to date. Answers how many instances could not be deployed.
 * @throws Failure `StackSetsNotDeployed` where it is not the factory's own, or an operation fails; as the port's calls do.
 */
export const deployStackSet = async (
  wanted: Omit<StackSetRequest, 'dependsOn'>,
  deployment: StackSetDeployment,
): Promise<number> => {
  const { stackSets, dryRun, waiting } = deployment;
  const { definition, organization } = wanted;
  const { name } = definition;
  const { terminal } = waiting;
  const before = await stackSets.describe(name);
  if (before !== undefined) {
    requireOwn(name, before, organization);
    await waitUntilIdle(name, deployment);
  }
  const instances = before === undefined ? [] : await stackSets.instances(name);
  const aims = aimsOf(definition, before?.organizationalUnits ?? [], instances, deployment.pathsById);
  const dependsOn =
    definition.dependsOn === undefined ? undefined : (await stackSets.describe(definition.dependsOn))?.arn;
  const request: StackSetRequest = { ...wanted, ...(dependsOn !== undefined && { dependsOn }) };

  const works = worksOf(request, before, aims, instances, deployment);
  if (works.length === 0) terminal.out(`${name}  ${styled(terminal, 'dim', 'up to date')}`);
  let failed = 0;
  for (const work of works) {
    if (dryRun) {
      terminal.out(`${name}  ${styled(terminal, 'yellow', work.toDo)}`);
      continue;
    }
    const left = await carryOut(name, work, deployment);
    terminal.out(`${name}  ${styled(terminal, left.length === 0 ? 'green' : 'yellow', work.done)}`);
    tellFailed(left, waiting);
    failed += left.length;
  }
  return failed;
};

const requireOwn = (name: string, state: StackSetState, organization: string): void => {
  if (isOwnStackSet(state, organization)) return;
  throw new Failure(
    'StackSetsNotDeployed',
    `There is a StackSet ${name} that this command has not made for the organization ${organization}, and it is left alone. Delete it where nobody needs it.`,
  );
};

const worksOf = (
  request: StackSetRequest,
  before: StackSetState | undefined,
  { added, dropped }: StackSetAims,
  instances: readonly StackInstance[],
  { stackSets, pathsById }: StackSetDeployment,
): readonly Work[] => {
  const { definition } = request;
  const { name, regions, accounts, organizationalUnits } = definition;
  const called = (units: readonly string[]): string => units.map((unit) => pathsById[unit] ?? unit).join(', ');
  const works: Work[] = [];
  const isUpdated = before !== undefined && !isCurrent(before, request);
  if (before === undefined) {
    const create = () => stackSets.create(request).then(() => undefined);
    works.push({ toDo: 'to create', done: 'created', start: create });
  }
  if (isUpdated) works.push({ toDo: 'to update', done: 'updated', start: () => stackSets.update(request) });
  if (added.length > 0) {
    const where = accounts?.join(', ') ?? called(added);
    const aimed = { name, organizationalUnits: added, ...(accounts !== undefined && { accounts }), regions };
    const start = () => stackSets.createInstances(aimed);
    works.push({ toDo: `to deploy to ${where}`, done: `deployed to ${where}`, start });
  }
  if (dropped.length > 0) {
    const start = () => stackSets.retainInstances({ name, organizationalUnits: dropped, regions });
    const where = called(dropped);
    works.push({ toDo: `to let go of ${where}`, done: `let go of ${where}, where the stacks stay`, start });
  }
  // An update tries these anew by itself.
  const outdated = isUpdated ? [] : [...new Set(instances.filter(isOutdated).map(({ account }) => account))].sort();
  if (outdated.length > 0) {
    const start = () => stackSets.createInstances({ name, organizationalUnits, accounts: outdated, regions });
    const what = plural(outdated.length, 'account');
    works.push({ toDo: `to try anew in ${what}`, done: `tried anew in ${what}`, start });
  }
  return works;
};

const isOutdated = ({ status }: StackInstance): boolean => status === 'OUTDATED' || status === 'INOPERABLE';

const isCurrent = (before: StackSetState, { definition, template, dependsOn }: StackSetRequest): boolean =>
  isSameTemplate(before.template, template) &&
  before.autoDeployment === definition.autoDeployment &&
  before.retainsStacks === definition.autoDeployment &&
  before.dependsOn.join() === (dependsOn ?? '');

/** Starts an operation once no other one runs, waits for its end, and answers what it could not do. */
const carryOut = async (
  name: string,
  work: Work,
  deployment: StackSetDeployment,
): Promise<readonly StackInstance[]> => {
  const { stackSets, waiting } = deployment;
  const id = await startWhenIdle(name, work, deployment);
  if (id === undefined) return [];
  const end = await waitWhile(isGoingOn, () => stackSets.operation(name, id), `${name}: ${work.toDo}`, waiting);
  const failed = await stackSets.failedResults(name, id);
  if (end.status === 'SUCCEEDED') return failed;
  tellFailed(failed, waiting);
  throw new Failure(
    'StackSetsNotDeployed',
    `The operation ${id} of the StackSet ${name} is ${end.status}. ${end.reason ?? ''}`.trim(),
  );
};

/** Another operation can begin between the look and the call: accounts come at any time. */
const startWhenIdle = async (name: string, work: Work, deployment: StackSetDeployment): Promise<string | undefined> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work.start();
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'Locked' || attempt === deployment.waiting.polls) throw error;
      await deployment.waiting.pause(deployment.waiting.secondsBetween);
      await waitUntilIdle(name, deployment);
    }
  }
};

const waitUntilIdle = async (name: string, { stackSets, waiting }: StackSetDeployment): Promise<void> => {
  const look = () => stackSets.runningOperation(name);
  await waitWhile((id) => id !== undefined, look, `${name}: waiting for another operation`, waiting);
};

const tellFailed = (failed: readonly StackInstance[], { terminal }: Waiting): void => {
  for (const { account, region, status, reason } of failed)
    terminal.out(
      `  ${styled(terminal, 'red', status.toLowerCase())}  ${account} in ${region}  ${reason ?? ''}`.trimEnd(),
    );
};
