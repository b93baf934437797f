import { nearest } from '../../../customizations/configuration/near-miss';

it.each([
  ['tenantID', ['name', 'tenantId'], 'tenantId'],
  ['tenant-id', ['name', 'tenantId'], 'tenantId'],
  ['prioirty', ['priority', 'match'], 'priority'],
  ['entra-prd', ['entra-test', 'entra-prod'], 'entra-prod'],
  ['colour', ['kind', 'factory'], undefined],
  ['a', ['b'], 'b'],
  ['x', [], undefined],
  ['', ['name'], undefined],
  ['x'.repeat(100_000), ['name'], undefined],
])('takes %j of %j for %j', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});
