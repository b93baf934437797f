/** An AWS partition, and where in it the calls of its global services become events. */
export interface PartitionFacts {
  /** The region whose event bus sees IAM's calls; a rule anywhere else never fires. */
  readonly iamEventRegion: string;
  /** The region whose event bus sees the calls of AWS Organizations, and whose endpoint answers them. */
  readonly organizationsEventRegion: string;
  /** What the region names of the partition begin with. */
  readonly regionPrefixes: readonly string[];
}

/** The partitions that the factory knows. Source: the EventBridge, IAM and Organizations user guides. */
export const partitions = {
  aws: {
    iamEventRegion: 'us-east-1',
    organizationsEventRegion: 'us-east-1',
    regionPrefixes: ['us-', 'eu-', 'ap-', 'sa-', 'ca-', 'me-', 'af-', 'il-', 'mx-'],
  },
  'aws-cn': {
    iamEventRegion: 'cn-north-1',
    organizationsEventRegion: 'cn-northwest-1',
    regionPrefixes: ['cn-'],
  },
  'aws-us-gov': {
    iamEventRegion: 'us-gov-west-1',
    organizationsEventRegion: 'us-gov-west-1',
    regionPrefixes: ['us-gov-'],
  },
  'aws-eusc': {
    iamEventRegion: 'eusc-de-east-1',
    organizationsEventRegion: 'eusc-de-east-1',
    regionPrefixes: ['eusc-'],
  },
} as const satisfies Record<string, PartitionFacts>;

/** The name of a partition, as ARNs have it. */
export type Partition = keyof typeof partitions;

/** Whether a name is that of a partition that the factory knows. */
export const isPartition = (name: string): name is Partition => Object.hasOwn(partitions, name);

/**
 * Whether a region belongs to a partition, by its name. GovCloud's names begin as those of `aws` do, and so do those of
 * the isolated partitions (`us-iso-`, `eu-isoe-`), which the factory does not know.
 */
export const regionIsIn = (region: string, partition: Partition): boolean => {
  if (!/^[a-z]+(-[a-z]+)+-[1-9]\d*$/.test(region) || /^[a-z]+-iso/.test(region)) return false;
  const longestPrefix = ({ regionPrefixes }: PartitionFacts): number =>
    Math.max(0, ...regionPrefixes.filter((prefix) => region.startsWith(prefix)).map((prefix) => prefix.length));
  const own = longestPrefix(partitions[partition]);
  return own > 0 && Object.values(partitions).every((facts) => longestPrefix(facts) <= own);
};
