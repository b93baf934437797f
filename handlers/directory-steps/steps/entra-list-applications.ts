import { callersKey, shardKey, shardOf } from '../../../federation/bucket-keys';
import { accountOfName, isSharedName } from '../../../federation/callers';
import type { FactoryBucket } from '../../../federation/ports';
import type {
  DirectoryObservation,
  ObservedApplication,
} from '../../../schemas/generated/events/directory-observation.types';
import type { StepOutputs } from '../../step';
import { withDeepCheck } from '../deep-check';
import { everyApplication, observeApplications } from '../observe-applications';
import { directoryStep, tenantOf } from '../ports';

/** So many applications are about what a shard holds: every account reads one. */
const perShard = 64;
const mostShards = 256;

/** So many shards are written side by side. */
const atOnce = 16;

/**
 * Lists every application of the factory's in every tenant and keeps them in the bucket, in shards by account. Every
 * shard is written, also an empty one: an account whose shard is missing must never seem to have no callers.
 */
export const entraListApplications = directoryStep(
  'entra.listApplications',
  async ({ request: { event, execution } }, context): Promise<StepOutputs<'entra.listApplications'>> => {
    const applications: ObservedApplication[] = [];
    for (const { name } of context.identityProviders) {
      const tenant = tenantOf(name, context);
      const found = await observeApplications(tenant, name, everyApplication);
      applications.push(...(await withDeepCheck(found, event.time, tenant)));
    }
    const shards = shardsFor(applications.length);
    const callers = callersKey(execution, shards);
    await writeShards(applications, callers, shards, context.bucket);
    return { callers };
  },
);

/** A power of two. */
const shardsFor = (applications: number): number => {
  let shards = 1;
  while (shards < mostShards && shards * perShard < applications) shards *= 2;
  return shards;
};

const writeShards = async (
  applications: readonly ObservedApplication[],
  callers: string,
  shards: number,
  bucket: FactoryBucket,
): Promise<void> => {
  const shared = applications.filter(({ uniqueName }) => isSharedName(uniqueName));
  const contents = Array.from({ length: shards }, (): ObservedApplication[] => [...shared]);
  for (const application of applications) {
    const account = accountOfName(application.uniqueName);
    if (account !== undefined) contents[shardOf(account, shards)]?.push(application);
  }
  for (let from = 0; from < shards; from += atOnce) {
    await Promise.all(
      contents.slice(from, from + atOnce).map((some, index) => {
        const observation: DirectoryObservation = { applications: some };
        return bucket.write(shardKey(callers, from + index), JSON.stringify(observation));
      }),
    );
  }
};
