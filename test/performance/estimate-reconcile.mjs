// Estimates on a virtual clock how long a reconcile that changes nothing takes in the cloud, what bounds it, and how many
// calls are throttled. Every quota and every duration below is ASSUMED: AWS does not publish those of IAM, and none was
// measured. Change them to what you see.
//   node test/performance/estimate-reconcile.mjs [--accounts 10000] [--bound 2] [--concurrency 40]
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    bound: { type: 'string', default: '2' },
    concurrency: { type: 'string', default: '40' },
  },
});
const [accounts, bound, concurrency] = [values.accounts, values.bound, values.concurrency].map(Number);

/** Assumed: so many calls a second, so many at once from rest; and how long a call takes, in seconds. */
const assumed = {
  'sts AssumeRole': { rate: 100, burst: 200, seconds: 0.12 },
  // IAM's quotas are each account's own, so that a run never makes more than a few calls on one.
  'iam (of one account)': { rate: 5, burst: 10, seconds: 0.25 },
  'dynamodb read': { rate: 4000, burst: 12_000, seconds: 0.008 },
  's3 GET': { rate: 5500, burst: 5500, seconds: 0.03 },
  's3 PUT': { rate: 3500, burst: 3500, seconds: 0.05 },
  'graph page': { rate: 10, burst: 50, seconds: 2 },
  'graph read': { rate: 50, burst: 200, seconds: 0.15 },
};
/** A job is a function's invocation, but for those of the listing step, which take the time of it back. */
const invocation = 0.08;
const computing = 0.03;
/** What a throttled call waits before it is tried again, in seconds, doubled each time. */
const pause = 0.5;

/** Mulberry32: small, and the same everywhere. */
let state = 1;
const dice = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const buckets = new Map();
const counts = { calls: 0, throttled: 0 };
/** Whether a call passes at a time: a bucket of tokens that fills up again. */
const passes = (name, key, time) => {
  const { rate, burst } = assumed[name];
  const bucket = buckets.get(key) ?? { tokens: burst, at: time };
  bucket.tokens = Math.min(burst, bucket.tokens + (time - bucket.at) * rate);
  bucket.at = time;
  buckets.set(key, bucket);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
};

/** Runs jobs side by side, so many at once; a job is a list of calls. Answers when the last one ends. */
const runAll = (jobs, atOnce, start) => {
  const workers = Array.from({ length: atOnce }, () => ({ at: start, calls: [], tries: 0 }));
  let next = 0;
  let end = start;
  for (;;) {
    const worker = workers.reduce((first, one) => (one.at < first.at ? one : first));
    if (worker.at === Infinity) return end;
    if (worker.calls.length === 0) {
      if (next === jobs.length) {
        end = Math.max(end, worker.at === start ? start : worker.at);
        worker.at = Infinity;
        continue;
      }
      worker.calls = [...jobs[next]];
      next += 1;
      worker.at += invocation;
      continue;
    }
    const [call] = worker.calls;
    if (typeof call === 'number') {
      worker.at += call;
      worker.calls.shift();
      continue;
    }
    counts.calls += 1;
    if (passes(call.name, call.key ?? call.name, worker.at)) {
      worker.at += assumed[call.name].seconds * (0.5 + dice());
      worker.calls.shift();
      worker.tries = 0;
    } else {
      counts.throttled += 1;
      worker.at += pause * 2 ** worker.tries * dice();
      worker.tries += 1;
    }
  }
};

const applications = accounts * bound;
const pages = Math.ceil(applications / 999);
const times = (count, call) => Array.from({ length: count }, () => call);
const parts = [];
const part = (what, jobs, atOnce, start) => {
  const end = runAll(jobs, atOnce, start);
  parts.push({ what, seconds: end - start });
  return end;
};

let clock = part('list the accounts', [times(Math.ceil(accounts / 5000), { name: 'dynamodb read' })], 1, 0);
clock = part('list the callers', [times(2 * pages, { name: 'graph page' })], 1, clock);
clock = part(
  'deep check of a seventh',
  times(Math.ceil(applications / 7), [{ name: 'graph read' }, -invocation]),
  4,
  clock,
);
const shards = Math.min(256, 2 ** Math.ceil(Math.log2(Math.max(1, applications / 64))));
clock = part('write the shards', times(shards, [{ name: 's3 PUT' }, -invocation]), 16, clock);
const planOf = (account) => [
  { name: 'dynamodb read' },
  { name: 's3 GET' },
  { name: 'sts AssumeRole' },
  ...times(3, { name: 'iam (of one account)', key: `iam ${account}` }),
  ...times(2, { name: 'dynamodb read' }),
  computing,
  { name: 's3 PUT' },
];
clock = part(
  'plan the accounts',
  Array.from({ length: accounts }, (_, account) => planOf(account)),
  concurrency,
  clock,
);
clock = part('guard and report', [[{ name: 's3 GET' }, accounts / 2000, ...times(3, { name: 's3 PUT' })]], 1, clock);

for (const { what, seconds } of parts) console.log(`${what.padEnd(26)} ${seconds.toFixed(1).padStart(8)} s`);
console.log(`${'in all'.padEnd(26)} ${clock.toFixed(1).padStart(8)} s`);
const longest = parts.reduce((first, one) => (one.seconds > first.seconds ? one : first));
console.log(`bound by: ${longest.what}`);
console.log(
  `throttled: ${counts.throttled} of ${counts.calls} calls (${((counts.throttled / counts.calls) * 100).toFixed(2)} %)`,
);
