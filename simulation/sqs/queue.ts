import type { Clock } from '../../federation/ports';

/** What a queue is made from. Times are in seconds. */
export interface QueueProperties {
  readonly arn: string;
  readonly name: string;
  readonly url: string;
  readonly visibilityTimeout: number;
  /** How often a message is received before it moves to the dead-letter queue. */
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

/** A message in a queue. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly visibleAt: Date;
}

/** A standard queue that happens to keep the order. */
export class Queue {
  #messages: readonly QueueMessage[] = [];
  #sent = 0;
  properties: QueueProperties;
  /** The queue's own policy; undefined means that only its account may use it. */
  policy: unknown;

  constructor(
    properties: QueueProperties,
    private readonly clock: Clock,
  ) {
    this.properties = properties;
  }

  send(body: string): void {
    this.#sent += 1;
    const messageId = `${this.properties.name}-${this.#sent}`;
    this.#messages = [...this.#messages, { messageId, body, receiveCount: 0, visibleAt: this.clock.now() }];
  }

  /**
   * Receives visible messages and hides them; those received too often go to `deadLetters` instead.
   * @param order puts the visible messages into the order in which they come; as they were sent unless given.
   */
  receive(
    limit: number,
    deadLetters: Queue | undefined,
    order: (messages: readonly QueueMessage[]) => readonly QueueMessage[] = (messages) => messages,
  ): readonly QueueMessage[] {
    const now = this.clock.now().getTime();
    const { redrive, visibilityTimeout } = this.properties;
    const visible = order(this.#messages.filter((message) => message.visibleAt.getTime() <= now)).slice(0, limit);
    const spent = visible.filter(
      (message) =>
        redrive !== undefined && deadLetters !== undefined && message.receiveCount >= redrive.maxReceiveCount,
    );
    for (const message of spent) deadLetters?.send(message.body);
    this.delete(spent.map((message) => message.messageId));

    const received = visible
      .filter((message) => !spent.includes(message))
      .map((message) => ({
        ...message,
        receiveCount: message.receiveCount + 1,
        visibleAt: new Date(now + visibilityTimeout * 1000),
      }));
    this.#messages = this.#messages.map(
      (message) => received.find((r) => r.messageId === message.messageId) ?? message,
    );
    return received;
  }

  delete(messageIds: readonly string[]): void {
    this.#messages = this.#messages.filter((message) => !messageIds.includes(message.messageId));
  }

  /** Every message that is still there, hidden or not. */
  messages(): readonly QueueMessage[] {
    return this.#messages;
  }

  /** When the next message can be received; undefined where the queue is empty. */
  nextVisible(): Date | undefined {
    let next: Date | undefined;
    for (const { visibleAt } of this.#messages) if (next === undefined || visibleAt < next) next = visibleAt;
    return next;
  }
}
