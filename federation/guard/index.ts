/**
 * The guard: what a plan takes away, and whether that is so much that somebody must confirm it first. It decides on
 * numbers alone, before anything is written.
 */
export { guard, guardAccount, type GuardVerdict, type HeldAccount, type LossTotals } from './guard';
export { type AccountLosses, beyondPlan, countLosses, describeLoss, type Loss, lossesOf } from './losses';
