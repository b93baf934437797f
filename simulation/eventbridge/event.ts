import type { JsonObject } from '../json';

/** An event in EventBridge's envelope. */
export interface CloudEvent {
  readonly version: '0';
  /** Of the envelope; another one on every bus. */
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  /** Where the event began; EventBridge sets it and nobody else. */
  readonly account: string;
  /** ISO 8601, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/** A time as AWS writes it in events: to the second. */
export const eventTime = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');
