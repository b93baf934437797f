/**
 * The factory's bucket: what is too large for a workflow to carry, and what outlives a run. Keys are those of
 * `bucket-keys.ts`.
 */
export interface FactoryBucket {
  /** @throws Failure `AccessDenied`; `InvalidInput` where there is no such object. */
  read(key: string): Promise<string>;
  /** Writes a text of JSON, in the place of whatever stands there. @throws Failure `AccessDenied` */
  write(key: string, text: string): Promise<void>;
}
