/** A stack to create or update. */
export interface StackRequest {
  readonly name: string;
  readonly template: unknown;
  readonly account: string;
  readonly region: string;
  readonly parameters?: Readonly<Record<string, string>>;
}
