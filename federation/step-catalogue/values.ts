import type { StoredKind } from './contract';

/*
 * The kinds of values that contracts are made of.
 */

export const optionalText = { kind: 'optional-text' } as const;
export const count = { kind: 'count' } as const;
export const plan = { kind: 'record', schema: 'CallerPlan' } as const;
export const caller = { kind: 'record', schema: 'RegisteredCaller' } as const;
export const directory = { kind: 'record', schema: 'DirectoryObservation' } as const;
export const retirement = { kind: 'record', schema: 'Retirement' } as const;
export const text = { kind: 'text' } as const;
export const stored = <const What extends StoredKind>(what: What) => ({ kind: 'stored', what }) as const;
export const choice = <const Of extends readonly string[]>(...of: Of) => ({ kind: 'choice', of }) as const;
