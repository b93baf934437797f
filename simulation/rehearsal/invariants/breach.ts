import type { Ground } from './ground';

/** Something that must never be, and is. */
export interface Breach {
  /** What does not hold, in a word or two. */
  readonly invariant:
    | 'compare-before-write'
    | 'foreign-kept'
    | 'never-wider'
    | 'usable'
    | 'no-orphans'
    | 'restorable'
    | 'no-credential-beyond-plan'
    | 'one-at-a-time'
    | 'nothing-lost'
    | 'no-echo'
    | 'comes-to-rest';
  /** A sentence: where, and what there is to see. */
  readonly what: string;
}

/** Looks for breaches of one invariant. */
export type Invariant = (ground: Ground) => readonly Breach[] | Promise<readonly Breach[]>;

export type { Ground };
