/** Organizational units as a list names them. */
export interface Unit {
  readonly path: string;
  /** Whether only the unit itself is meant, without those below it. */
  readonly direct: boolean;
}

/**
 * Reads a unit from its path or id, or from `{ path, direct }`; undefined where it is none of these.
 * @param pathOf the path of a unit that is named by its id.
 */
export const unitOf = (value: unknown, pathOf: (unit: string) => string): Unit | undefined => {
  if (typeof value === 'string') return { path: pathOf(value), direct: false };
  if (typeof value !== 'object' || value === null || !('path' in value) || !('direct' in value)) return undefined;
  return typeof value.path === 'string' ? { path: pathOf(value.path), direct: value.direct === true } : undefined;
};

/** Whether a unit, with what is below it where that is meant, holds the unit at a path. */
export const covers = ({ path, direct }: Unit, unit: string): boolean =>
  unit === path || (!direct && unit.startsWith(path === '/' ? '/' : `${path}/`));

/** Whether two units have a place in common. */
export const overlap = (one: Unit, other: Unit): boolean => covers(one, other.path) || covers(other, one.path);
