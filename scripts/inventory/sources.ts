import type { AccountReader } from '../../federation/account-reader';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { FactoryRecords } from '../../handlers/adapters/factory-records';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';

/** Where an inventory is read from. */
export interface InventorySources {
  readonly reader: AccountReader;
  /** Of every account at once, in the order in which Graph lists them. @throws Failure `DirectoryNotRead`, or as Graph's calls do. */
  callers(): Promise<readonly ObservedApplication[]>;
  /** Undefined where the factory was never deployed. @throws Failure `BindingsNotRead` */
  records(): Promise<FactoryRecords | undefined>;
}

/** What the sources are to be. */
export interface SourcesWish {
  readonly policy: CompiledPolicy;
  readonly role: string;
  readonly table: string;
}

/** Opens the sources with the credentials of whoever runs the command. @throws Failure `AccountsRefused` */
export type OpenSources = (wish: SourcesWish) => Promise<InventorySources>;
