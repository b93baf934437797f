import type { Faults } from './faults';

/** The items in the order in which they came, or in any other where things overtake each other. */
export const inSomeOrder = <T>(items: readonly T[], faults: Faults): readonly T[] => {
  if (!faults.isOn || faults.settings.reorder !== true || items.length < 2) return items;
  const left = [...items];
  return items.flatMap(() => left.splice(faults.pick(left.length), 1));
};
