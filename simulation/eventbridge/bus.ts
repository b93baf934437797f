import type { JsonObject } from '../json';

/** Where a rule sends what it matches. */
export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly roleArn?: string;
  /** `$.detail`: which part of the event is handed on; all of it unless given. */
  readonly inputPath?: string;
  readonly deadLetterArn?: string;
}

/** A rule on a bus. */
export interface EventRule {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  /** Undefined for a rule that is for a schedule only. */
  readonly pattern?: unknown;
  /** `cron(…)` or `rate(…)`. */
  readonly schedule?: string;
  readonly targets: readonly RuleTarget[];
}

/** A bus with its rules and the statements of its policy. */
export class EventBus {
  readonly rules = new Map<string, EventRule>();
  /** By statement id. */
  readonly statements = new Map<string, JsonObject>();

  constructor(
    readonly name: string,
    readonly arn: string,
  ) {}

  get policy(): unknown {
    return { Version: '2012-10-17', Statement: [...this.statements.values()] };
  }
}
