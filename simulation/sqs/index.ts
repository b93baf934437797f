/**
 * Queues as SQS has them: a message that was received stays hidden for the visibility timeout, and moves to the
 * dead-letter queue once it has been received too often.
 */
export { Queue, type QueueMessage, type QueueProperties } from './queue';
