import { Failure } from '../../federation/failures';
import { isAtOrBelow, type StackInstance, type StackSetDefinition } from '../../federation/stack-sets';

/** How the units that a StackSet is aimed at are to change; ids. */
export interface StackSetAims {
  readonly added: readonly string[];
  /** Their stacks stay, as those of accounts that leave a unit do: the factory still has to get in. */
  readonly dropped: readonly string[];
}

/**
 * Compares what a StackSet is aimed at with what it is to be aimed at. A unit below one that is wanted stays where it is. One
 * for single accounts is compared by its instances.
 * @throws Failure `StackSetsNotDeployed` where a unit would have to make room for one below it: its stacks would be let go
 * of, and could not be made anew beside those that stay.
 */
export const aimsOf = (
  { name, organizationalUnits: wanted, accounts, regions }: StackSetDefinition,
  aimedAt: readonly string[],
  instances: readonly StackInstance[],
  pathsById: Readonly<Record<string, string>>,
): StackSetAims => {
  if (accounts !== undefined) {
    const isThere = (account: string): boolean =>
      regions.every((region) => instances.some((one) => one.account === account && one.region === region));
    return { added: accounts.every(isThere) ? [] : wanted, dropped: [] };
  }
  const isBelow = (unit: string, other: string): boolean => {
    const [path, otherPath] = [pathsById[unit], pathsById[other]];
    return path !== undefined && otherPath !== undefined && isAtOrBelow(path, otherPath);
  };
  const unwanted = aimedAt.filter((unit) => !wanted.includes(unit));
  const above = unwanted.find((unit) => wanted.some((other) => isBelow(other, unit)));
  if (above !== undefined) {
    const what = `The StackSet ${name} is aimed at ${pathsById[above] ?? above}, and units below that are to be its targets: a StackSet cannot be narrowed. Keep the wider target, and list what you do not want under \`excludedAccounts\`.`;
    throw new Failure('StackSetsNotDeployed', what);
  }
  return {
    added: wanted.filter((unit) => !aimedAt.includes(unit)),
    dropped: unwanted.filter((unit) => !wanted.some((other) => isBelow(unit, other))),
  };
};
