import type { World } from '../cloud';
import { inSomeOrder } from '../reorder';
import type { EventRule, RuleTarget } from './bus';
import type { CloudEvent } from './event';

/** An event on its way to a target. */
export interface Delivery {
  readonly rule: EventRule;
  readonly target: RuleTarget;
  readonly event: CloudEvent;
}

/** AWS delivers the events of these sources by best effort: they may never come. */
const lossy: readonly string[] = ['aws.iam', 'aws.states', 'aws.controltower', 'aws.organizations'];

/** An event comes late by at most so much. */
const mostDelaySeconds = 3600;

/** What is on its way; where faults are on, it comes twice, late, never, or in another order. */
export class Deliveries {
  #waiting: readonly { readonly delivery: Delivery; readonly due: number }[] = [];

  constructor(private readonly world: Pick<World, 'clock' | 'faults'>) {}

  /** @param mayFail whether a fault may strike on this way. */
  add(delivery: Delivery, mayFail: boolean): void {
    const { faults } = this.world;
    if (mayFail && lossy.includes(delivery.event.source) && faults.strikes('lose')) return;
    const copies = mayFail && faults.strikes('duplicate') ? [delivery, delivery] : [delivery];
    for (const copy of copies) {
      const late = mayFail && faults.strikes('delay') ? 1 + faults.pick(mostDelaySeconds) : 0;
      this.#waiting = [...this.#waiting, { delivery: copy, due: this.world.clock.now().getTime() + late * 1000 }];
    }
  }

  /** Takes one that is due; undefined where none is. */
  take(): Delivery | undefined {
    if (this.#waiting.length === 0) return undefined;
    const now = this.world.clock.now().getTime();
    const due = this.#waiting.filter((one) => one.due <= now);
    const [next] = inSomeOrder(due, this.world.faults);
    if (next === undefined) return undefined;
    this.#waiting = this.#waiting.filter((one) => one !== next);
    return next.delivery;
  }

  nextDue(): Date | undefined {
    return this.#waiting.length === 0 ? undefined : new Date(Math.min(...this.#waiting.map(({ due }) => due)));
  }
}
