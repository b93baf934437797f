import { VirtualClock } from '../../../simulation/clock';
import { Queue } from '../../../simulation/sqs';

const setUp = () => {
  const clock = new VirtualClock();
  const properties = { arn: 'arn', name: 'queue', url: 'url', visibilityTimeout: 90 };
  const queue = new Queue({ ...properties, redrive: { deadLetterArn: 'dead', maxReceiveCount: 2 } }, clock);
  const dead = new Queue({ ...properties, name: 'dead' }, clock);
  const receive = (limit = 10) => queue.receive(limit, dead).map(({ body }) => body);
  return { clock, queue, dead, receive };
};

describe('Queue', () => {
  it('hides what was received until the visibility timeout has passed', () => {
    const { clock, queue, receive } = setUp();
    queue.send('a');
    expect(receive()).toEqual(['a']);
    clock.advance(89);
    expect(receive()).toEqual([]);
    clock.advance(1);
    expect(receive()).toEqual(['a']);
  });

  it('forgets what was deleted', () => {
    const { clock, queue, receive } = setUp();
    queue.send('a');
    queue.delete(queue.receive(1, undefined).map(({ messageId }) => messageId));
    clock.advance(1000);
    expect(receive()).toEqual([]);
    expect(queue.nextVisible()).toBeUndefined();
  });

  it('moves a message that was received too often to the dead-letter queue', () => {
    const { clock, queue, dead, receive } = setUp();
    queue.send('a');
    for (let i = 0; i < 2; i += 1) {
      expect(receive()).toEqual(['a']);
      clock.advance(90);
    }
    expect(receive()).toEqual([]);
    expect(queue.messages()).toEqual([]);
    expect(dead.messages().map(({ body }) => body)).toEqual(['a']);
  });

  it('receives no more than asked for, and says when the next one comes', () => {
    const { clock, queue, receive } = setUp();
    queue.send('a');
    queue.send('b');
    expect(receive(1)).toEqual(['a']);
    expect(queue.nextVisible()).toEqual(clock.now());
    expect(receive(1)).toEqual(['b']);
    expect(queue.nextVisible()!.getTime() - clock.now().getTime()).toBe(90_000);
  });
});
