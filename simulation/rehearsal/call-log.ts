import { CallCounter } from '../calls';

/** A call, with how many events there had been by then: so it can be told from which of them it came. */
export interface LoggedCall {
  readonly service: string;
  readonly operation: string;
  readonly events: number;
  /** Milliseconds on the virtual clock. */
  readonly at: number;
}

/** Counts calls, and keeps them in their order for as long as the story goes on. */
export class CallLog extends CallCounter {
  readonly calls: LoggedCall[] = [];
  /** Where the story stands. */
  position: () => { readonly events: number; readonly at: number } = () => ({ events: 0, at: 0 });

  override count(service: string, operation: string): void {
    super.count(service, operation);
    this.calls.push({ service, operation, ...this.position() });
  }
}
