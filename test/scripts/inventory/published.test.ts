import { inventoryKey, manifestKey } from '../../../federation/bucket-keys';
import { publishedLines, publishedManifest } from '../../../scripts/inventory/published';
import { asBucket } from '../../handlers/ports';

const ids = Array.from({ length: 70 }, (_, index) => String(600_000_000_000 + index));
const manifest = {
  inventory: 'oidc-factory/v1',
  run: 'e-1',
  publishedAt: '2026-11-23T03:00:00.000Z',
  policyHash: 'p',
  accounts: ids.toReversed(),
};
const bucketWith = (more: Readonly<Record<string, string>> = {}) =>
  asBucket(
    new Map([
      [manifestKey, JSON.stringify(manifest)],
      ...ids.map((id): [string, string] => [inventoryKey(id), `{"id":"${id}"}\n`]),
      ...Object.entries(more),
    ]),
  );

it('joins the lines of all accounts, by id, whatever the order of the manifest', async () => {
  const bucket = bucketWith();
  const published = await publishedManifest(bucket);
  expect(published).toEqual(manifest);
  const lines: string[] = [];
  for await (const line of publishedLines(published, bucket)) lines.push(line);
  expect(lines).toEqual(ids.map((id) => `{"id":"${id}"}\n`));
});

it.each([
  ['where nothing is published', () => asBucket(new Map()), 'AccessDenied'],
  ['by another version', () => bucketWith({ [manifestKey]: '{"inventory":"v0"}' }), 'InvalidInput'],
])('fails %s', async (_what, bucket, code) => {
  await expect(publishedManifest(bucket())).rejects.toMatchObject({ code });
});

it('fails where the line of an account is missing, and never leaves it out', async () => {
  const lines = publishedLines({ accounts: ['700000000000'] }, bucketWith());
  await expect(lines.next()).rejects.toMatchObject({ code: 'AccessDenied' });
});
