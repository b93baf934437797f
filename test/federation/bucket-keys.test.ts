import { bucketPrefixes, callersKey, planKey, shardKey, shardOf, shardsAt } from '../../federation/bucket-keys';

it.each([
  [callersKey('run-1', 256), 256],
  [callersKey('run-1', 1), 1],
  ['runs/callers/run-1/0', undefined],
  ['runs/callers/run-1/10000', undefined],
  ['runs/callers/run-1/x', undefined],
  ['runs/plans/run-1/4', undefined],
  ['', undefined],
])('%s has %s shards', (key, shards) => {
  expect(shardsAt(key)).toBe(shards);
});

it('gives every account a shard that there is', () => {
  for (const account of ['000000000000', '444444444444', '999999999999'])
    for (const shards of [1, 2, 256]) expect(shardOf(account, shards)).toBeLessThan(shards);
});

it('keeps each kind under its own prefix', () => {
  expect(shardKey(callersKey('r', 4), 3)).toBe(`${bucketPrefixes.callers}r/4/3.json`);
  expect(planKey('r', '4')).toBe(`${bucketPrefixes.plans}r/4.json`);
});
