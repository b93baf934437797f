import type { Policy } from './compiled-policy';
import type { ObservedRole } from './observed';
import type { BindingRecord } from './records';

/** How long the bindings of a policy last. */
export interface Expiry {
  /** Days from the first confirmation of a binding. */
  readonly afterDays: number;
  /** The role's tag with a day, `YYYY-MM-DD`, after which the binding ends; it may only shorten. */
  readonly tag?: string;
  /** So many days before its end a binding's end is announced. */
  readonly announceDays: number;
}

/** What is to be done about the end of a binding: nothing yet, to announce it, or to cut the binding off. */
export type ExpiryNeed =
  { readonly kind: 'none' } | { readonly kind: 'announce' | 'revoke'; readonly expiresAt: string };

/** A binding is not cut off before its end has been announced for so many hours: that is a night. */
const hoursAnnounced = 20;

/**
 * When a binding ends; undefined where its policy sets no end. A record from before its first confirmation was kept
 * counts from when it was last written. What a tag says that is no day of the calendar counts for nothing.
 */
export const expiryOf = (
  { expiry }: Pick<Policy, 'expiry'>,
  { boundAt, updatedAt }: Pick<BindingRecord, 'boundAt' | 'updatedAt'>,
  { tags }: Pick<ObservedRole, 'tags'>,
): Date | undefined => {
  if (expiry === undefined) return undefined;
  const latest = Date.parse(boundAt ?? updatedAt) + expiry.afterDays * day;
  const { tag } = expiry;
  const asked = tag !== undefined && Object.hasOwn(tags, tag) ? endOf(tags[tag] ?? '') : undefined;
  return new Date(asked === undefined ? latest : Math.min(latest, asked));
};

/** Says what is to be done about the end of a binding. It is never cut off unannounced. */
export const expiryNeed = (
  policy: Pick<Policy, 'expiry'>,
  record: Pick<BindingRecord, 'boundAt' | 'updatedAt' | 'expiryAnnounced'>,
  role: Pick<ObservedRole, 'tags'>,
  now: Date,
): ExpiryNeed => {
  const end = expiryOf(policy, record, role);
  if (end === undefined || policy.expiry === undefined) return { kind: 'none' };
  const expiresAt = end.toISOString();
  const announced = record.expiryAnnounced;
  // An earlier end than the one announced is news; a later one takes nothing back that somebody counts on. What was past
  // when it was announced covers every other end: a tag that goes back day by day would put the revocation off for ever.
  const isNews = announced === undefined || (announced.expiresAt > announced.at && expiresAt < announced.expiresAt);
  if (isNews)
    return now.getTime() >= end.getTime() - policy.expiry.announceDays * day
      ? { kind: 'announce', expiresAt }
      : { kind: 'none' };
  const isAnnounced = now.getTime() - Date.parse(announced.at) >= hoursAnnounced * 3_600_000;
  return now.getTime() >= end.getTime() && isAnnounced ? { kind: 'revoke', expiresAt } : { kind: 'none' };
};

const day = 86_400_000;

/** The end of a day, in UTC. */
const endOf = (text: string): number | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const start = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(start) || !new Date(start).toISOString().startsWith(text) ? undefined : start + day;
};
