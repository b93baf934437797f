import type { CompiledPolicy } from './compiled-policy';
import { matchesOrganizationalUnit } from './matching';
import { names, stackSetTag } from './names';

/** A StackSet of the factory's own, as it is to be. It has service-managed permissions, and lives in the home region. */
export interface StackSetDefinition {
  readonly name: string;
  readonly description: string;
  /** Path of the template. */
  readonly template: string;
  readonly regions: readonly string[];
  /** Ids of the units that it is aimed at; those below them are always included. */
  readonly organizationalUnits: readonly string[];
  /** The only accounts of these units that get it; all where it is left out. */
  readonly accounts?: readonly string[];
  /** Whether accounts that come into the units get it by themselves. Stacks of accounts that leave them are retained. */
  readonly autoDeployment: boolean;
  /** Name of the StackSet that an account must have got before. */
  readonly dependsOn?: string;
}

/** What can be seen, and asked for, with the role for stack instances. `Throttled` and `Unavailable` from any call. */
export interface StackSetView {
  /** Undefined where there is no StackSet of that name. @throws Failure `AccessDenied` */
  describe(name: string): Promise<StackSetState | undefined>;
  /** The stack instances, of one account where it is given. @throws Failure `AccessDenied` */
  instances(name: string, account?: string): Promise<readonly StackInstance[]>;
  /** The id of an operation that runs, is queued or is being stopped. @throws Failure `AccessDenied` */
  runningOperation(name: string): Promise<string | undefined>;
  /**
   * Starts an operation that makes stack instances that are missing, and tries those anew that are outdated; answers its id.
   * @throws Failure `AccessDenied`; `Locked` where another operation runs.
   */
  createInstances(request: StackInstancesRequest): Promise<string>;
}

/** What the command line asks of StackSets. Every call can throw a Failure `StackSetsRefused` or `StackSetsNotDeployed`. */
export interface StackSets extends StackSetView {
  readonly region: string;
  /** Whether CloudFormation may work in the accounts of the organization. */
  hasTrustedAccess(): Promise<boolean>;
  /** Makes a StackSet without any instance. */
  create(request: StackSetRequest): Promise<void>;
  /** Starts an operation that updates a StackSet and all its instances; answers its id. @throws Failure `Locked` */
  update(request: StackSetRequest): Promise<string>;
  /** Starts an operation that lets go of the instances of units, whose stacks stay. @throws Failure `Locked` */
  retainInstances(request: StackInstancesRequest): Promise<string>;
  operation(name: string, id: string): Promise<StackSetOperation>;
  /** What an operation could not do, account by account. */
  failedResults(name: string, id: string): Promise<readonly StackInstance[]>;
}

/** Where stack instances are asked for. */
export interface StackInstancesRequest {
  readonly name: string;
  readonly organizationalUnits: readonly string[];
  /** The only accounts of these units that are meant; all where it is left out. */
  readonly accounts?: readonly string[];
  readonly regions: readonly string[];
}

/** A StackSet to make, or to update. */
export interface StackSetRequest {
  readonly definition: StackSetDefinition;
  /** The template's text. */
  readonly template: string;
  /** The organization's id, which the StackSet is marked with. */
  readonly organization: string;
  /** ARN of the StackSet that this one depends on. */
  readonly dependsOn?: string;
}

/** A StackSet as CloudFormation shows it. */
export interface StackSetState {
  readonly arn: string;
  readonly isServiceManaged: boolean;
  readonly template: string;
  /** Ids of the units that it is aimed at. */
  readonly organizationalUnits: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly autoDeployment: boolean;
  readonly retainsStacks: boolean;
  /** ARNs of StackSets. */
  readonly dependsOn: readonly string[];
}

/** A stack of a StackSet in an account. */
export interface StackInstance {
  readonly account: string;
  readonly region: string;
  /** In CloudFormation's words: `CURRENT`, `OUTDATED`, `FAILED`; of an account that is closed `SKIPPED_SUSPENDED_ACCOUNT`. */
  readonly status: string;
  readonly reason?: string;
}

/** How far an operation is. */
export interface StackSetOperation {
  /** In CloudFormation's words, such as `RUNNING`. */
  readonly status: string;
  readonly reason?: string;
}

/** The StackSets that bring an account what the factory needs there, in the order in which they must come. */
export const baselineStackSets = [names.stackSets.account, names.stackSets.provider] as const;

/** Whether a StackSet was made by the factory's own command, for this organization. A name proves nothing. */
export const isOwnStackSet = ({ tags, isServiceManaged }: StackSetState, organization: string): boolean =>
  isServiceManaged && tags[stackSetTag] === organization;

/** Whether an operation has come to no end yet. */
export const isGoingOn = ({ status }: StackSetOperation): boolean =>
  status === 'RUNNING' || status === 'QUEUED' || status === 'STOPPING';

/** Ids of those of some units that are below none of the others; a StackSet reaches the units below by itself. */
export const topmostUnits = (units: readonly { readonly id: string; readonly path: string }[]): readonly string[] => {
  const highest = units.filter(
    ({ path }) => !units.some((other) => other.path !== path && isAtOrBelow(path, other.path)),
  );
  return [...new Set(highest.map(({ id }) => id))].sort();
};

/** Ids of the units that StackSets which go to the targets are aimed at. */
export const targetedUnits = ({
  targets,
  organizationalUnits,
}: Pick<CompiledPolicy, 'targets' | 'organizationalUnits'>): readonly string[] => {
  const units = Object.entries(organizationalUnits).map(([id, path]) => ({ id, path }));
  return topmostUnits(units.filter(({ path }) => targets.organizationalUnits.some((target) => target.path === path)));
};

/**
 * The unit, among those that a StackSet is aimed at, that an account's unit is or is below; the nearest one.
 * @param pathsById paths of the units that are known, by id.
 */
export const aimedUnit = (
  aimedAt: readonly string[],
  organizationalUnit: string,
  pathsById: Readonly<Record<string, string>>,
): string | undefined =>
  aimedAt
    .flatMap((id) => {
      const path = pathsById[id];
      return path !== undefined && isAtOrBelow(organizationalUnit, path) ? [{ id, path }] : [];
    })
    .toSorted((a, b) => b.path.length - a.path.length)[0]?.id;

/** Whether a unit is another one, or below it; both by their paths. */
export const isAtOrBelow = (unit: string, other: string): boolean =>
  matchesOrganizationalUnit(unit, [{ path: other, direct: false }]);
