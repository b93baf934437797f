import { createHash } from 'node:crypto';

/** Makes the next id: a GUID in lower case. */
export type NewGuid = () => string;

/** Ids that look random and are the same in every run: the seed and a running number, hashed, as version 4 GUIDs. */
export const seededGuids = (seed: string): NewGuid => {
  let made = 0;
  return () => {
    made += 1;
    const hex = createHash('sha256').update(`${seed}:${made}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
};
