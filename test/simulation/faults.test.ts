import type { FaultSettings } from '../../simulation/faults';
import type { LocalOrganization } from '../../simulation/local-organization';
import { bareCloud, deployer, member, rule, sampleOrganization } from './support';
import { iamCallEvent } from '../../simulation/eventbridge';
import { administrator } from '../../simulation/iam';
import { Queue } from '../../simulation/sqs';
import { Faults } from '../../simulation/faults';

const account = 'payments-us';

/** A role is created while things go wrong. */
const onboardUnder = async (settings: FaultSettings) => {
  const sample = sampleOrganization(undefined, settings);
  const { world, provider, faults } = sample;
  await world.settle();
  const before = world.executions().length;
  faults.isOn = true;
  world.createRole(account, deployer(world, account, provider.issuer));
  await world.settle();
  faults.isOn = false;
  return { ...sample, executions: world.executions().slice(before) };
};

const told = (world: LocalOrganization) => [
  world.events(),
  world.executions(),
  world.calls.snapshot(),
  world.clock.now(),
];

describe('a local organization in which things go wrong', () => {
  it('goes wrong in the same way each time', async () => {
    const settings = { duplicate: 0.3, delay: 0.3, reorder: true, throttle: 0.1, crash: 0.02, lag: 0.3, seed: 5 };
    const [one, other] = [await onboardUnder(settings), await onboardUnder(settings)];
    expect(told(one.world)).toEqual(told(other.world));
  });

  it('ends a function in the middle, as Step Functions sees it', async () => {
    const { executions } = await onboardUnder({ crash: 0.2, seed: 3 });
    expect(executions.length).toBeLessThanOrEqual(1);
    const { world } = await onboardUnder({ crash: 1 });
    // A dispatcher that never gets through starts nothing: the message comes again until it is a dead letter.
    expect(world.deadLetters()).toHaveLength(1);
  });

  it('goes on with what is due once the faults have ended', async () => {
    const { world, faults } = await onboardUnder({ crash: 0.1, throttle: 0.1, seed: 11 });
    for (let night = 0; night < 2; night += 1) {
      world.clock.advance(24 * 3600);
      world.nightly();
      await world.settle();
    }
    expect(faults.isOn).toBe(false);
    expect(world.role(account, 'web-deployer')!.trustPolicy).not.toContain('oidc-factory-pending');
    expect(world.table.heldLocks()).toEqual([]);
  });

  it('lets others act in the middle of the work', async () => {
    const { world, provider, faults } = sampleOrganization(undefined, { seed: 1 });
    await world.settle();
    world.createRole(account, deployer(world, account, provider.issuer));
    faults.isOn = true;
    faults.meanwhile.push(() => {
      world.deleteRole(account, 'web-deployer');
    });
    await world.settle();
    expect(faults.meanwhile).toEqual([]);
    expect(world.role(account, 'web-deployer')).toBeUndefined();
  });
});

describe('events on their way', () => {
  const queueArn = `arn:aws:sqs:us-east-1:${member}:q`;
  const send = (settings: FaultSettings, isOn = true, count = 1) => {
    const bare = bareCloud(undefined, new Faults(settings));
    bare.world.faults.isOn = isOn;
    const region = bare.cloud.region(member, 'us-east-1');
    const queue = new Queue({ arn: queueArn, name: 'q', url: 'u', visibilityTimeout: 30 }, bare.clock);
    queue.policy = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queueArn } };
    region.queues.set('q', queue);
    region.buses.get('default')!.rules.set('rule', rule({ pattern: {}, targets: [{ id: 't', arn: queueArn }] }));
    for (let number = 0; number < count; number += 1) {
      const call = {
        principal: administrator('aws', member),
        account: member,
        eventName: 'CreateRole',
        requestParameters: { roleName: `r${number}` },
        responseElements: null,
      };
      bare.eventBridge.putServiceEvent(iamCallEvent(call, 'aws', bare.world.ids, bare.clock.now()));
    }
    while (bare.eventBridge.deliverNext());
    const order = queue.messages().map(({ body }) => /"roleName":"(\w+)"/.exec(body)?.[1]);
    return { ...bare, queue, order };
  };

  it.each<readonly [string, FaultSettings, boolean, number]>([
    ['comes once', {}, true, 1],
    ['comes twice', { duplicate: 1 }, true, 2],
    ['never comes', { lose: 1 }, true, 0],
    ['comes once where nothing may go wrong yet', { lose: 1, duplicate: 1 }, false, 1],
  ])('an event %s', (_what, settings, isOn, times) => {
    expect(send(settings, isOn).queue.messages()).toHaveLength(times);
  });

  it('an event comes late, by an hour at most', () => {
    const { eventBridge, clock, queue } = send({ delay: 1 });
    expect(queue.messages()).toEqual([]);
    const due = eventBridge.nextDue()!.getTime() - clock.now().getTime();
    expect(due).toBeGreaterThan(0);
    expect(due).toBeLessThanOrEqual(3600 * 1000);
    clock.advance(3600);
    expect(eventBridge.deliverNext()).toBe(true);
    expect(queue.messages()).toHaveLength(1);
    expect(eventBridge.nextDue()).toBeUndefined();
  });

  it('events overtake each other, and none is lost by it', () => {
    const { order } = send({ reorder: true }, true, 12);
    const inOrder = Array.from({ length: 12 }, (_one, index) => `r${index}`);
    expect(order).not.toEqual(inOrder);
    expect(order.toSorted()).toEqual(inOrder.toSorted());
  });
});
