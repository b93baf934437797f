import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { compareText } from '../../federation/compare';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { outOfScope } from '../../federation/verdict';
import { answerPart, type PartAnswer, type PartRequest, type PartResult, type Unreadable } from './plan-part';
import { summarize, type PlanReport } from './report';

/** A bad line of an inventory, as `FILE:LINE`. */
export interface BadPlace {
  readonly line: number;
  readonly problem: string;
}

/** A plan, or what is wrong with the inventory. */
export type Planned =
  Pick<PlanReport, 'inventory' | 'summary' | 'accounts'> | { readonly bad: readonly BadPlace[] } | Unreadable;

/** When and how half of the work is given away. */
export interface Sharing {
  /** From so many bytes on. */
  readonly from: number;
  readonly planElsewhere: (request: PartRequest) => Promise<PartAnswer>;
}

/** Plans for a whole inventory, each account once; on two threads where that is worth starting another. */
export const planInventory = async (
  request: Omit<PartRequest, 'range'>,
  sharing: Sharing = { from: 8 * 1024 * 1024, planElsewhere: planInThread },
): Promise<Planned> => {
  const answers = await planParts(request, sharing);
  const parts: PartResult[] = [];
  for (const answer of answers) {
    if ('unreadable' in answer) return answer;
    parts.push(answer);
  }
  const bad = badPlaces(parts);
  if (bad.length > 0) return { bad };
  const accounts = parts
    .flatMap(({ reports }) => reports)
    .toSorted((one, other) => compareText(one.account.id, other.account.id));
  const times = parts.flatMap(({ observed }) => observed ?? []);
  const first = times.map((each) => each.first).toSorted()[0];
  const last = times
    .map((each) => each.last)
    .toSorted()
    .at(-1);
  const seen = new Set(parts.flatMap((part) => part.seen.map(({ id }) => id)));
  const notObserved = accountsInScope(request.wanted.policy).filter((id) => !seen.has(id));
  return {
    inventory: {
      file: request.file,
      accounts: parts.reduce((sum, { seen }) => sum + seen.length, 0),
      roles: parts.reduce((sum, { roles }) => sum + roles, 0),
      ...(first !== undefined && last !== undefined && { observed: { first, last } }),
      ...(notObserved.length > 0 && { notObserved }),
    },
    summary: summarize(accounts),
    accounts,
  };
};

const accountsInScope = (policy: CompiledPolicy): readonly string[] =>
  Object.values(policy.accounts)
    .filter((account) => outOfScope(account, policy) === undefined)
    .map(({ id }) => id)
    .toSorted(compareText);

const planParts = async (
  request: Omit<PartRequest, 'range'>,
  { from, planElsewhere }: Sharing,
): Promise<readonly PartAnswer[]> => {
  const size = await sizeOf(request.file);
  if (size < from) return [await answerPart(request)];
  const middle = Math.floor(size / 2);
  const second = planElsewhere({ ...request, range: { start: middle, end: Number.POSITIVE_INFINITY } });
  return Promise.all([answerPart({ ...request, range: { start: 0, end: middle } }), second]);
};

/** In bytes. Of what cannot be looked at, reading it tells why. */
const sizeOf = async (file: string): Promise<number> =>
  file === '-'
    ? 0
    : stat(file).then(
        ({ size }) => size,
        () => 0,
      );

const planInThread = (request: PartRequest): Promise<PartAnswer> =>
  new Promise((resolve, reject) => {
    // What is read of an account lives shortly: the more of it there is room for, the less of it is copied.
    const resourceLimits = { maxYoungGenerationSizeMb: 64 };
    const worker = new Worker(path.join(__dirname, 'worker.js'), { resourceLimits });
    worker.postMessage(request);
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/** Bad lines and accounts that are there twice, by their lines in the whole file. */
const badPlaces = (parts: readonly PartResult[]): readonly BadPlace[] => {
  const bad: BadPlace[] = [];
  const known = new Map<string, number>();
  let before = 0;
  for (const { bad: lines, seen, lines: count } of parts) {
    for (const { line, problem } of lines) bad.push({ line: before + line, problem });
    for (const { id, line } of seen) {
      const earlier = known.get(id);
      if (earlier === undefined) known.set(id, before + line);
      else
        bad.push({
          line: before + line,
          problem: `The account ${id} is in line ${earlier} already. Keep the newer of the two.`,
        });
    }
    before += count;
  }
  return bad.toSorted((one, other) => one.line - other.line);
};
