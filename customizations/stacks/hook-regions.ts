import type { CompiledPolicy } from '../../federation/compiled-policy';
import { partitions } from '../../federation/partition';

/** The regions of the management account that the hook is deployed to, in that order: the first has its roles. */
export const hookRegions = ({
  partition,
  homeRegion,
}: Pick<CompiledPolicy['organization'], 'partition' | 'homeRegion'>): readonly string[] => [
  ...new Set([homeRegion, partitions[partition].organizationsEventRegion]),
];
