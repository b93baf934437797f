import { parseArn } from '../../federation/arn';
import type { RequestContext } from '../../federation/trust/conditions';
import type { Cloud, World } from '../cloud';
import { AwsError } from '../errors';
import { accessDenied } from '../iam/authorizer';
import {
  assumeServiceRole,
  type Authorizer,
  evaluateResourcePolicy,
  type IamStore,
  type Principal,
  sourceContext,
} from '../iam';
import { at, type JsonObject } from '../json';
import type { EventBus, EventRule, RuleTarget } from './bus';
import { Deliveries, type Delivery } from './deliveries';
import { eventTime, type CloudEvent } from './event';
import { scheduledEvent } from './service-events';
import { matchesPattern } from './pattern';

/** One event of a PutEvents call. */
export interface PutEventsEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
}

/** A delivery that failed for good. */
export interface Undelivered {
  readonly rule: string;
  readonly target: string;
  readonly event: CloudEvent;
  readonly because: string;
}

/** An event that a bus took. */
export interface AcceptedEvent {
  readonly bus: string;
  readonly event: CloudEvent;
}

/** What a rule sent to a topic. */
export interface Notification {
  readonly topic: string;
  readonly message: unknown;
}

/** Every bus of the organization. Events are matched at once and delivered one after the other. */
export class EventBridge {
  readonly #pending: Deliveries;
  readonly #undelivered: Undelivered[] = [];
  readonly #notifications: Notification[] = [];
  readonly #log: AcceptedEvent[] = [];

  constructor(
    private readonly world: World,
    private readonly cloud: Cloud,
    private readonly authorizer: Authorizer,
  ) {
    this.#pending = new Deliveries(world);
  }

  /** Puts an event of an AWS service on an account's default bus; of a closed account nothing is heard. */
  putServiceEvent(event: CloudEvent): void {
    if (this.world.organization.isClosed(event.account)) return;
    const bus = this.cloud.region(event.account, event.region).buses.get('default');
    if (bus !== undefined) this.#accept(bus, event, true);
  }

  /** Fires every rule once that has a schedule and is switched on. */
  fireSchedules(): void {
    const { ids, clock } = this.world;
    for (const { account, name: region, buses } of this.cloud.regions()) {
      for (const rule of buses.get('default')?.rules.values() ?? []) {
        if (rule.schedule === undefined || !rule.enabled) continue;
        const event = scheduledEvent({ account, region, rule: rule.arn }, ids, clock.now());
        for (const target of rule.targets) this.#pending.add({ rule, target, event }, true);
      }
    }
  }

  /**
   * The API call.
   * @throws AwsError `AccessDenied`, `ResourceNotFoundException`; `ValidationError` for a source that is AWS's own.
   */
  putEvents(principal: Principal, busArn: string, entry: PutEventsEntry): void {
    this.world.calls.count('events', 'PutEvents');
    if (entry.source.toLowerCase().startsWith('aws.')) {
      throw new AwsError('ValidationError', `Source ${entry.source} may not begin with "aws.".`);
    }
    this.#admit(principal, busArn, entry.source, entry.detailType, false);
    const bus = this.#existingBus(busArn);
    this.#accept(
      bus,
      {
        version: '0',
        id: this.world.ids.guid('event envelope'),
        source: entry.source,
        'detail-type': entry.detailType,
        account: principal.account,
        time: eventTime(this.world.clock.now()),
        region: parseArn(busArn)?.region ?? '',
        resources: [],
        detail: entry.detail,
      },
      false,
    );
  }

  /** Delivers one event to one target; false where nothing was waiting. */
  deliverNext(): boolean {
    const delivery = this.#pending.take();
    if (delivery === undefined) return false;
    try {
      this.#deliver(delivery);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#giveUp(delivery, error.message);
    }
    return true;
  }

  /** When the next delivery is due; undefined where nothing waits. */
  nextDue(): Date | undefined {
    return this.#pending.nextDue();
  }

  undelivered(): readonly Undelivered[] {
    return this.#undelivered;
  }

  /** What rules sent to topics. */
  notifications(): readonly Notification[] {
    return this.#notifications;
  }

  /** Every event that a bus took, in that order; an event that was forwarded is there once for each bus. */
  accepted(): readonly AcceptedEvent[] {
    return this.#log;
  }

  /** @param isFirst whether this is the first bus that has the event: on its way from there it may come to grief. */
  #accept(bus: EventBus, event: CloudEvent, isFirst: boolean): void {
    this.#log.push({ bus: bus.arn, event });
    for (const rule of bus.rules.values()) {
      if (!rule.enabled || rule.pattern === undefined || !matchesPattern(rule.pattern, event)) continue;
      for (const target of rule.targets) this.#pending.add({ rule, target, event }, isFirst);
    }
  }

  #deliver({ rule, target, event }: Delivery): void {
    switch (parseArn(target.arn)?.service) {
      case 'events':
        this.#admit(this.#assumeRuleRole(rule, target), target.arn, event.source, event['detail-type'], true);
        this.#accept(this.#existingBus(target.arn), { ...event, id: this.world.ids.guid('event envelope') }, false);
        return;
      case 'sqs':
        this.#sendToQueue(rule, target.arn, JSON.stringify(partOf(event, target)));
        return;
      case 'sns':
        this.authorizer.require(this.#assumeRuleRole(rule, target), 'sns:Publish', target.arn);
        this.#notifications.push({ topic: target.arn, message: partOf(event, target) });
        return;
      default:
        throw new AwsError('ResourceNotFoundException', `The local organization plays no such target: ${target.arn}.`);
    }
  }

  #sendToQueue(rule: EventRule, queueArn: string, body: string): void {
    const queue = this.cloud.queue(queueArn);
    if (queue === undefined) throw new AwsError('ResourceNotFoundException', `There is no queue ${queueArn}.`);
    const request = { action: 'sqs:SendMessage', resource: queueArn, context: sourceContext(rule.arn) };
    const decision = evaluateResourcePolicy(queue.policy, { kind: 'service', name: 'events.amazonaws.com' }, request);
    if (decision.decision === 'denied') {
      throw new AwsError(
        'AccessDenied',
        `The policy of ${queueArn} keeps the rule ${rule.arn} out. ${decision.because}`,
      );
    }
    queue.send(body);
  }

  /** A rule reaches another bus, and a topic, only through a role that EventBridge may assume. */
  #assumeRuleRole(rule: EventRule, target: RuleTarget): Principal {
    if (target.roleArn === undefined)
      throw new AwsError('AccessDenied', `The target ${target.id} of ${rule.arn} has no role.`);
    const iamOf = (account: string): IamStore => this.cloud.iam(account);
    return assumeServiceRole(iamOf, 'events.amazonaws.com', target.roleArn, rule.name, sourceContext(rule.arn));
  }

  /** The identity's policies must allow it, and across accounts the bus's policy as well. */
  #admit(principal: Principal, busArn: string, source: string, detailType: string, byRule: boolean): void {
    const action = 'events:PutEvents';
    const context: RequestContext = {
      'events:source': [source],
      'events:detail-type': [detailType],
      'events:eventbusinvocation': [String(byRule)],
    };
    this.authorizer.require(principal, action, busArn, context);
    if (parseArn(busArn)?.account === principal.account) return;
    const decision = evaluateResourcePolicy(
      this.#existingBus(busArn).policy,
      { kind: 'aws', account: principal.account, arn: principal.arn },
      { action, resource: busArn, context: { ...this.authorizer.contextOf(principal, busArn), ...context } },
    );
    if (decision.decision === 'denied') throw accessDenied(principal, action, busArn, decision.because);
  }

  #existingBus(arn: string): EventBus {
    const bus = this.cloud.bus(arn);
    if (bus === undefined) throw new AwsError('ResourceNotFoundException', `There is no event bus ${arn}.`);
    return bus;
  }

  #giveUp({ rule, target, event }: Delivery, because: string): void {
    this.#undelivered.push({ rule: rule.arn, target: target.arn, event, because });
    if (target.deadLetterArn === undefined) return;
    try {
      this.#sendToQueue(rule, target.deadLetterArn, JSON.stringify(event));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#undelivered.push({ rule: rule.arn, target: target.deadLetterArn, event, because: error.message });
    }
  }
}

/** The part of an event that a target wants. */
const partOf = (event: CloudEvent, { inputPath = '$' }: RuleTarget): unknown =>
  at(event, ...inputPath.split('.').slice(1));
