import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { compareText } from '../../federation/compare';
import type { ByteRange } from '../inventory';
import { planPart, type PartRequest, type PartResult } from './plan-part';
import { summarize, type PlanReport } from './report';

/** A bad line of an inventory, as `FILE:LINE`. */
export interface BadPlace {
  readonly line: number;
  readonly problem: string;
}

/** A plan, or what is wrong with the inventory. */
export type Planned = Pick<PlanReport, 'inventory' | 'summary' | 'accounts'> | { readonly bad: readonly BadPlace[] };

/** From so many bytes on two threads share the work: below, starting them takes longer than they save. */
const worthSharing = 8 * 1024 * 1024;

/** Plans for a whole inventory; each account once. Errors of the file system are thrown as they are. */
export const planInventory = async (request: Omit<PartRequest, 'range'>): Promise<Planned> => {
  const parts = await planParts(request);
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
  return {
    inventory: {
      file: request.file,
      accounts: parts.reduce((sum, { seen }) => sum + seen.length, 0),
      roles: parts.reduce((sum, { roles }) => sum + roles, 0),
      ...(first !== undefined && last !== undefined && { observed: { first, last } }),
    },
    summary: summarize(accounts),
    accounts,
  };
};

const planParts = async (request: Omit<PartRequest, 'range'>): Promise<readonly PartResult[]> => {
  const size = request.file === '-' ? 0 : (await stat(request.file)).size;
  if (size < worthSharing) return [await planPart(request)];
  const middle = Math.floor(size / 2);
  const inThread = (range: ByteRange): Promise<PartResult> => planInThread({ ...request, range });
  return Promise.all([inThread({ start: 0, end: middle }), inThread({ start: middle, end: Number.POSITIVE_INFINITY })]);
};

const planInThread = (request: PartRequest): Promise<PartResult> =>
  new Promise((resolve, reject) => {
    // What is read of an account lives shortly: there is room for some of it, and no need for more.
    const resourceLimits = { maxYoungGenerationSizeMb: 24 };
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
