import type { FactoryBucket } from '../../federation/ports';
import { answering, type AnswerOptions } from '../answer';
import type { ExitCode } from '../exit-codes';
import { age, publishedLines, publishedManifest, replaceFileBy } from '../inventory';
import { plural } from '../report-diagnostics';
import type { Terminal } from '../terminal';

export interface PublishedInventoryOptions extends AnswerOptions {
  /** The file of the inventory. */
  readonly out: string;
}

/** What the command asks of the world. */
export interface PublishedInventoryPorts {
  /** The factory's bucket, with the credentials of whoever runs the command. */
  connect(place: {
    readonly region: string;
    readonly factoryAccount: string;
  }): Promise<{ readonly bucket: Pick<FactoryBucket, 'read'> }>;
  now(): Date;
}

/**
 * Writes the inventory that the last reconcile has published into a file, so that nobody needs to read the accounts
 * themselves for a plan.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable`, `InvalidInput`; then the file is as it was.
 */
export const publishedInventory = (
  options: PublishedInventoryOptions,
  ports: PublishedInventoryPorts,
  terminal: Terminal,
): Promise<ExitCode> =>
  answering(
    options,
    terminal,
    async ({ policy }) => {
      const { homeRegion: region } = policy.organization;
      const { bucket } = await ports.connect({ region, factoryAccount: policy.factoryAccount });
      const manifest = await publishedManifest(bucket);
      await replaceFileBy(options.out, publishedLines(manifest, bucket));
      const { publishedAt, policyHash, accounts } = manifest;
      return { file: options.out, accounts: accounts.length, publishedAt, policyHash };
    },
    ({ file, accounts, publishedAt }) => {
      const since = age(ports.now().getTime() - Date.parse(publishedAt));
      terminal.out(`${file} written: ${plural(accounts, 'account')}, published ${since} ago`);
    },
  );
