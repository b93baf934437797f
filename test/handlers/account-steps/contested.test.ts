import { statusTag } from '../../../federation/names';
import { AccountWorld, clientId, hostAndPath, record, role, subject, trust } from '../ports';

const reverted = (actor: string, id: string) => ({ trigger: 'role-changed', actor, id });
const terraform = 'arn:aws:iam::444444444444:role/terraform';

/** A bound role over whose trust policy somebody has written the placeholder again. */
const overwritten = () => {
  const world = new AccountWorld();
  const pins = { audience: clientId, subjects: [subject] };
  world.record = record({ state: 'bound', ...pins, audiences: [clientId], confirmed: pins });
  return world;
};

describe('a binding that somebody writes over', () => {
  it('is put right the first time, and who did it is remembered', async () => {
    const world = overwritten();
    expect(await world.run('role.inspect', {}, reverted(terraform, 'e1'))).toMatchObject({ verdict: 'bind' });
    expect(world.record).toMatchObject({ state: 'bound', reversals: [{ actor: terraform, eventId: 'e1' }] });
  });

  it('counts an event once, however often it is worked on', async () => {
    const world = overwritten();
    for (const id of ['e1', 'e1', 'e1']) await world.run('role.inspect', {}, reverted(terraform, id));
    expect(world.record).toMatchObject({ state: 'bound', reversals: [{ eventId: 'e1' }] });
  });

  it('is left to its owner at the second time, with the statement to paste', async () => {
    const world = overwritten();
    await world.run('role.inspect', {}, reverted(terraform, 'e1'));
    expect(await world.run('role.inspect', {}, reverted(terraform, 'e2'))).toMatchObject({ verdict: 'refuse' });
    expect(world.record).toMatchObject({ state: 'contested', audience: clientId });
    expect(world.iam.writes).toEqual(['tag web-deployer']);
    expect(world.iam.roles.get('web-deployer')?.tags).toEqual({ [statusTag]: 'not bound: trust-contested' });
    const told = {
      type: 'Role Not Bound',
      detail: {
        reasons: [{ code: 'trust-contested' }],
        statement: {
          Condition: { StringEquals: { [`${hostAndPath}:aud`]: clientId, [`${hostAndPath}:sub`]: subject } },
        },
      },
    };
    expect(world.published).toMatchObject([told]);
    expect(world.told).toMatchObject([told]);
  });

  it('is not left to two owners who did it once each', async () => {
    const world = overwritten();
    await world.run('role.inspect', {}, reverted(terraform, 'e1'));
    expect(await world.run('role.inspect', {}, reverted('arn:aws:iam::444444444444:user/ann', 'e2'))).toMatchObject({
      verdict: 'bind',
    });
  });

  it('is put right in silence where no event tells who did it', async () => {
    const world = overwritten();
    for (const id of ['e1', 'e2', 'e3']) {
      expect(await world.run('role.inspect', {}, { id })).toMatchObject({ verdict: 'bind' });
    }
    expect(world.record?.reversals).toBeUndefined();
  });

  it('is no contest where the policy names another caller and the one before still stands there', async () => {
    const world = overwritten();
    world.record = { ...world.record!, subjects: [clientId] };
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
    for (const id of ['e1', 'e2', 'e3']) await world.run('role.inspect', {}, reverted(terraform, id));
    expect(world.record).toMatchObject({ state: 'bound' });
    expect(world.record.reversals).toBeUndefined();
  });

  it('is not rebound later on, and not released either', async () => {
    const world = overwritten();
    world.record = { ...world.record!, state: 'contested' };
    expect(await world.run('role.inspect', {}, { id: 'e9' })).toMatchObject({ verdict: 'refuse' });
    expect([world.record.state, world.requested]).toEqual(['contested', []]);
  });

  it('is at peace once the statement is there', async () => {
    const world = overwritten();
    world.record = { ...world.record!, state: 'contested', reversals: [{ actor: terraform, eventId: 'e1' }] };
    world.iam.roles.set('web-deployer', role({ trustPolicy: trust(clientId, subject) }));
    expect(await world.run('role.inspect')).toMatchObject({ verdict: 'bind' });
    expect(world.record).toMatchObject({ state: 'bound' });
    expect(world.record.reversals).toBeUndefined();
  });
});
