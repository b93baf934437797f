import { Failure } from '../../federation/failures';
import { stepCatalogue, type StepName } from '../../federation/step-catalogue';
import { accountSteps } from '../../handlers/account-steps/account-steps';
import { directorySteps } from '../../handlers/directory-steps/directory-steps';
import { createStepHandler, roleOf, step } from '../../handlers/step';
import { AccountWorld, account, now } from './ports';

const request = (name: string, inputs: unknown = {}, event: object = {}) => ({
  step: name,
  execution: 'e-1',
  event: { trigger: 'role-created', account, roleName: 'web-deployer', id: 'e', time: now, ...event },
  inputs,
});

it('has every step of the catalogue in the function that the catalogue names', () => {
  const runsIn = (place: string): StepName[] =>
    (Object.keys(stepCatalogue) as StepName[]).filter((name) => stepCatalogue[name].runsIn === place).sort();
  expect(accountSteps.map(({ name }) => name).sort()).toEqual(runsIn('account-steps'));
  expect(directorySteps.map(({ name }) => name).sort()).toEqual(runsIn('directory-steps'));
});

const subject = '51000000-0000-4000-8000-000000000001';
const caller = { audience: subject, subjects: [subject] };

describe('a request', () => {
  const seen: unknown[] = [];
  const handle = createStepHandler(
    [
      step('provider.removeAudience', () => Promise.resolve({})),
      step('role.bindTrust', ({ inputs }) => Promise.resolve((seen.push(inputs), { trust: 'unchanged' as const }))),
    ],
    {},
  );
  beforeEach(() => (seen.length = 0));

  it('reaches its step with its inputs', async () => {
    expect(await handle(request('role.bindTrust', { caller }))).toEqual({ trust: 'unchanged' });
    expect(seen).toEqual([{ caller }]);
  });

  it.each<[string, unknown]>([
    ['is nothing', undefined],
    ['is a list', []],
    ['has no event', { step: 'role.bindTrust', execution: 'e', inputs: {} }],
    ['has an account that is none', request('role.bindTrust', {}, { account: '../..' })],
    ['has a role name that IAM would refuse', request('role.bindTrust', {}, { roleName: 'a/b' })],
    ['names a step of another function', request('entra.registerApplication')],
    ['names no step', request('toString')],
    ['lacks an input', request('role.bindTrust', {})],
    ['has a record that lacks something', request('role.bindTrust', { caller: { audience: subject } })],
    ['has a record with something else in it', request('role.bindTrust', { caller: { ...caller, more: 1 } })],
    ['has an input of another kind', request('role.bindTrust', { caller: [caller] })],
    ['has inputs that are none', request('role.bindTrust', null)],
  ])('is refused where it %s', async (_what, body) => {
    await expect(handle(body)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(seen).toEqual([]);
  });

  it('is refused with the names of all wrong inputs', async () => {
    await expect(handle(request('provider.removeAudience', { audience: 1 }))).rejects.toThrow(
      /identityProvider, audience/,
    );
  });

  it('is refused where a step for roles has none', () => {
    expect(() =>
      roleOf({ ...request('x'), inputs: {}, event: { trigger: 'account-vended', account, id: 'e', time: now } }),
    ).toThrow(Failure);
  });
});

it.each([
  ['account.announce', { providers: 1.5, roles: 0 }, /providers/],
  ['account.announce', { providers: 1, roles: '0' }, /roles/],
  ['provider.removeAudience', { identityProvider: 'entra-prod' }, /audience/],
  ['provider.removeAudience', { identityProvider: 'entra-prod', audience: '' }, /audience/],
] as const)('%s is not content with %j', async (name, inputs, expected) => {
  await expect(new AccountWorld().run(name, inputs)).rejects.toThrow(expected);
});
