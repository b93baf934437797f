import type { ObservedProvider, ObservedRole } from '../federation/observed';
import { names, outcomesSource } from '../federation/names';
import type { IamStore } from './iam';
import { observedProvider, observedRole } from './iam';
import type { AcceptedEvent, CloudEvent, Notification, Undelivered } from './eventbridge';
import { LocalTable } from './lambda';
import type { Parts } from './parts';
import type { Execution } from './step-functions';

/** A message that nobody could work on. */
export interface DeadLetter {
  readonly queueArn: string;
  readonly body: string;
}

/** Sees everything in a local organization as it stands, and makes no calls for it. */
export class Onlooker {
  protected constructor(protected readonly parts: Parts) {}

  /** A role as it stands. */
  role(account: string, roleName: string): ObservedRole | undefined {
    const role = this.#iam(account).roles.get(roleName);
    return role === undefined ? undefined : observedRole(role);
  }

  /** Every role of an account as it stands, with its managed policies. */
  roles(account: string): readonly ObservedRole[] {
    return [...this.#iam(account).roles.values()].map((role) => ({
      ...observedRole(role),
      managedPolicies: [...role.attached],
    }));
  }

  /** Names of the managed policies that are attached to a role. */
  attachedPolicies(account: string, roleName: string): readonly string[] {
    const attached = this.#iam(account).roles.get(roleName)?.attached ?? [];
    return [...attached].map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  }

  /** The OIDC providers of an account. */
  providers(account: string): readonly ObservedProvider[] {
    return [...this.#iam(account).providers.values()].map(observedProvider);
  }

  /** A Systems Manager parameter of an account, in the home region. */
  parameter(account: string, name: string): string | undefined {
    return this.parts.cloud.region(account, this.parts.world.organization.homeRegion).parameters.get(name);
  }

  /** Names of the Systems Manager parameters of an account, in the home region. */
  parameters(account: string): readonly string[] {
    return [...this.parts.cloud.region(account, this.parts.world.organization.homeRegion).parameters.keys()];
  }

  /** Every execution, in the order in which they were started. */
  executions(): readonly Execution[] {
    return this.parts.stepFunctions.executions();
  }

  /** Every event that a bus took, in that order; one that was forwarded is there once for each bus. */
  events(): readonly AcceptedEvent[] {
    return this.parts.eventBridge.accepted();
  }

  /** What the factory said on its outcomes bus. */
  outcomes(): readonly CloudEvent[] {
    return this.#said((bus) => bus.endsWith(`:event-bus/${names.outcomesBus}`));
  }

  /** What the factory told the people of an account, on their own default bus. */
  toldOwners(account: string): readonly CloudEvent[] {
    const { homeRegion } = this.parts.world.organization;
    const own = this.parts.cloud.region(account, homeRegion).arn('events', 'event-bus/default');
    return this.#said((bus) => bus === own);
  }

  /** What the factory sent to people. */
  notifications(): readonly Notification[] {
    return this.parts.eventBridge.notifications();
  }

  /** What EventBridge could not deliver, and why. */
  undelivered(): readonly Undelivered[] {
    return this.parts.eventBridge.undelivered();
  }

  /** What lies in queues that nobody reads. */
  deadLetters(): readonly DeadLetter[] {
    const regions = this.parts.cloud.regions();
    const read = new Set(regions.flatMap(({ mappings }) => [...mappings.values()].map(({ queueArn }) => queueArn)));
    return regions
      .flatMap((region) => [...region.queues.values()])
      .filter((queue) => !read.has(queue.properties.arn))
      .flatMap((queue) => queue.messages().map(({ body }) => ({ queueArn: queue.properties.arn, body })));
  }

  /** The factory's table; an empty one before anything was written. */
  get table(): LocalTable {
    const table = [...this.parts.tables].find(([key]) => key.endsWith(`/${names.table}`))?.[1];
    return table ?? new LocalTable();
  }

  /** The objects of a bucket, by their keys; none before it was made. */
  objects(bucket: string): Map<string, string> {
    return this.parts.cloud.bucket(bucket)?.objects ?? new Map<string, string>();
  }

  #iam(account: string): IamStore {
    return this.parts.cloud.iam(account);
  }

  #said(isOn: (bus: string) => boolean): readonly CloudEvent[] {
    return this.events()
      .filter(({ bus, event }) => event.source === outcomesSource && isOn(bus))
      .map(({ event }) => event);
  }
}
