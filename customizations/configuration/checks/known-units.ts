import { type Draft, select, textBelow } from '../documents/draft';
import { declaredNames, type Declared } from './declared';

/** The organizational units of the lock file. */
export interface KnownUnits {
  /** Their paths. */
  readonly names: Declared['names'];
  readonly isComplete: boolean;
  /** The path of a unit that is named by its id; every other text as it stands. */
  readonly pathOf: (unit: string) => string;
}

/** The organizational units that the lock file has, as far as it can be read. */
export const knownUnits = (draft: Draft): KnownUnits => {
  const paths = new Map(
    select(draft, 'OrganizationLock', ['organizationalUnits', '*']).flatMap((unit) => {
      const [id, path] = [textBelow(unit, 'id'), textBelow(unit, 'path')];
      return id === undefined || path === undefined ? [] : [[id.value, path.value] as const];
    }),
  );
  return {
    ...declaredNames(draft, 'OrganizationLock', 'organizationalUnits', 'path'),
    pathOf: (unit) => paths.get(unit) ?? unit,
  };
};
