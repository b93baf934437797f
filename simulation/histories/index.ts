/**
 * Histories: scenarios that are drawn by chance and not told by anybody, played to their end, and looked through for what
 * must never be. One that shows a breach is made small, so that a person can read it and play it again.
 */
export { historyOf } from './generate';
export { playHistory, type HistoryGround, type PlayedHistory } from './play-history';
export { shrink } from './shrink';
export { judge, type Failing } from './judge';
