import { sameJson } from '../../../federation/trust/json';
import type { Breach, Ground } from './breach';
import { namedSubjects } from './named-subjects';
import { admits, audiencesIn, foreignStatements, missingFrom, rawStatements } from './statements';
import type { TrustTimeline, TrustWrite } from './trust-timelines';

const reads = ['GetRole', 'ListRoles', 'GetAccountAuthorizationDetails'];

/** IAM may show for so long what was there before a write. */
const lagMilliseconds = 11_000;

/** Nobody whom anybody has registered. */
const nobody = '00000000-0000-4000-8000-00000000dead';

/**
 * Looks at each trust policy that the factory wrote, at the moment when it did: whether it had read the role in the same
 * invocation, what it changed, and whom that let in. What somebody wrote after that read is lost to IAM, which has no
 * conditional write; nothing else may be.
 */
export const trustWrites = (ground: Ground): readonly Breach[] =>
  ground.timelines.flatMap((timeline) =>
    timeline.writes.filter(({ isFactorys }) => isFactorys).flatMap((write) => breachesOf(write, timeline, ground)),
  );

const breachesOf = (write: TrustWrite, timeline: TrustTimeline, ground: Ground): readonly Breach[] => {
  const where = `${timeline.account}/${timeline.roleName}`;
  if (write.document === undefined) return [];
  const read = readBefore(write, ground);
  if (read === undefined)
    return [
      { invariant: 'compare-before-write', what: `The trust policy of ${where} was written and not read before.` },
    ];
  const found = basesOf(read, timeline, ground).map((base) => compare(base, write.document ?? '', timeline, ground));
  // A read may show an earlier state; it is enough that one of them explains the write.
  return found.find((breaches) => breaches.length === 0) ?? found[0] ?? [];
};

/** The last read of a role in the invocation that wrote; undefined where there was none. */
const readBefore = ({ index }: TrustWrite, { stage: { calls } }: Ground) => {
  const log = calls.calls;
  const written = log.findLastIndex(
    ({ operation, events }) => operation === 'UpdateAssumeRolePolicy' && events === index,
  );
  const begun = log.findLastIndex(({ service }, position) => service === 'lambda' && position < written);
  return log.slice(begun + 1, Math.max(written, 0)).findLast(({ operation }) => reads.includes(operation));
};

/** What the read can have shown: what stood then, and where IAM lags, what stood a little before. */
const basesOf = (
  read: { readonly events: number; readonly at: number },
  { writes }: TrustTimeline,
  { stage }: Ground,
): readonly string[] => {
  const before = writes.filter(({ index }) => index < read.events);
  const standing = before.at(-1)?.document;
  const since = read.at - lagMilliseconds;
  const lagging =
    stage.faults.settings.lag === undefined
      ? []
      : before.filter((_, position) => (before[position + 1]?.at ?? Infinity) >= since).map(({ document }) => document);
  return [standing, ...lagging.toReversed()].filter((document) => document !== undefined);
};

const compare = (
  base: string,
  written: string,
  { account, roleName }: TrustTimeline,
  ground: Ground,
): readonly Breach[] => {
  const where = `${account}/${roleName}`;
  const before = rawStatements(base);
  const after = rawStatements(written);
  if (sameJson(before, after))
    return [
      {
        invariant: 'compare-before-write',
        what: `The trust policy of ${where} was written though it was right already.`,
      },
    ];
  const lost = missingFrom(foreignStatements(base, account, ground), after);
  const added = missingFrom(after, before);
  return [
    ...lost.map((statement): Breach => ({
      invariant: 'foreign-kept',
      what: `A write to ${where} took out a statement of somebody else: ${JSON.stringify(statement)}.`,
    })),
    ...added.flatMap((statement) => tooWide(statement, where, account, roleName, ground)),
  ];
};

/** Tries a statement that the factory wrote with everybody of the tenants, and with nobody in particular. */
const tooWide = (
  statement: unknown,
  where: string,
  account: string,
  roleName: string,
  ground: Ground,
): readonly Breach[] => {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const allowed = namedSubjects(account, roleName, ground.policies, ground);
  const everybody = [...ground.principals.map(({ id }) => id), nobody];
  return ground.stage.policy.identityProviders.flatMap((provider) => {
    const audiences = [...audiencesIn(document, provider), nobody];
    const admitted = everybody.filter(
      (subject) =>
        !allowed.has(subject) &&
        audiences.some(
          (audience) => admits(document, account, provider, { audience, subject }, ground).decision === 'granted',
        ),
    );
    const anyAudience = [...allowed].filter(
      (subject) => admits(document, account, provider, { audience: nobody, subject }, ground).decision === 'granted',
    );
    return [
      ...admitted.map((subject): Breach => ({
        invariant: 'never-wider',
        what: `A statement that was written to ${where} lets ${whoIs(subject, ground)} in: ${JSON.stringify(statement)}.`,
      })),
      ...anyAudience.map((subject): Breach => ({
        invariant: 'never-wider',
        what: `A statement that was written to ${where} takes tokens of ${subject} for any audience.`,
      })),
    ];
  });
};

const whoIs = (subject: string, { principals }: Ground): string =>
  subject === nobody ? 'anybody' : `${principals.find(({ id }) => id === subject)?.displayName ?? ''} (${subject})`;
