import { compiledShipped } from './support/compiled';
import { event, run, type Answers } from './support/run';

const plan = { uniqueName: 'aws-444444444444-web-deployer' };
const inspected = { verdict: 'bind', identityProvider: 'entra-prod', plan };
const registered = { clientId: 'c-1', audience: 'a-1', subject: 's-1', registration: 'created' };

describe('onboard-role', () => {
  const sound: Answers = { 'role.inspect': inspected, 'entra.registerApplication': registered };
  const every = [
    'role.inspect',
    'entra.registerApplication',
    'provider.addAudience',
    'role.bindTrust',
    'role.confirmBinding',
    'role.announce',
  ];

  it('hands each step what an earlier one has answered, through the function that has the credentials', async () => {
    const { status, calls, steps } = await run(compiledShipped('onboard-role'), sound);
    expect(status).toBe('SUCCEEDED');
    expect(steps).toEqual(every);
    expect(calls.map(({ inputs }) => inputs)).toEqual([
      {},
      { plan },
      { identityProvider: 'entra-prod', clientId: 'c-1', audience: 'a-1', subject: 's-1' },
      { audience: 'a-1', subject: 's-1' },
      { audience: 'a-1', subject: 's-1' },
      { clientId: 'c-1', audience: 'a-1', subject: 's-1' },
    ]);
    expect(calls.map(({ functionArn }) => functionArn)).toEqual(
      every.map((step) => (step.startsWith('entra.') ? '${DirectoryStepsFunctionArn}' : '${AccountStepsFunctionArn}')),
    );
  });

  it.each(['audit', 'refuse', 'leave', 'gone'])('stops as succeeded when the verdict is %s', async (verdict) => {
    const { status, steps } = await run(compiledShipped('onboard-role'), {
      'role.inspect': { verdict, identityProvider: null, plan: null },
    });
    expect({ status, steps }).toEqual({ status: 'SUCCEEDED', steps: ['role.inspect'] });
  });

  it('needs of an answer only what later steps ask for', async () => {
    const { status } = await run(compiledShipped('onboard-role'), { 'role.inspect': { verdict: 'gone' } });
    expect(status).toBe('SUCCEEDED');
  });

  it.each([
    ['the class of the step', 'entra.registerApplication', 'ReplicationLag', 14],
    ['the standing class', 'entra.registerApplication', 'Throttled', 8],
    ['the class of the step', 'provider.addAudience', 'ConcurrentModification', 10],
    ['the standing class', 'role.announce', 'Unavailable', 8],
  ] as const)('retries by %s: %s after %s, %d times at most', async (_, step, failure, attempts) => {
    const failing = (times: number): Answers => ({
      ...sound,
      [step]: (_inputs, call) => (call <= times ? failure : step === 'entra.registerApplication' ? registered : {}),
    });
    expect(await run(compiledShipped('onboard-role'), failing(attempts))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run(compiledShipped('onboard-role'), failing(attempts + 1))).toMatchObject({
      status: 'FAILED',
      error: failure,
    });
  });

  it('does not retry what another class is for', async () => {
    const { steps, error } = await run(compiledShipped('onboard-role'), {
      ...sound,
      'role.bindTrust': 'ReplicationLag',
    });
    expect(error).toBe('ReplicationLag');
    expect(steps.filter((step) => step === 'role.bindTrust')).toHaveLength(1);
  });

  it('reports which step failed and how, and ends with its error', async () => {
    const { status, error, cause, calls } = await run(compiledShipped('onboard-role'), {
      ...sound,
      'role.bindTrust': 'TrustPolicyTooLong',
    });
    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'TrustPolicyTooLong',
      cause: 'TrustPolicyTooLong happened.',
    });
    expect(calls.at(-1)).toEqual({
      step: 'failure.report',
      functionArn: '${AccountStepsFunctionArn}',
      inputs: {
        failure: { Error: 'TrustPolicyTooLong', Cause: 'TrustPolicyTooLong happened.' },
        failedSteps: { bind: { Error: 'TrustPolicyTooLong', Cause: 'TrustPolicyTooLong happened.' } },
      },
    });
  });

  it('ends with the error of the step also where the report fails, after trying again', async () => {
    const { status, error, steps } = await run(compiledShipped('onboard-role'), {
      ...sound,
      'role.inspect': 'AccessDenied',
      'failure.report': 'Throttled',
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'AccessDenied' });
    expect(steps.filter((step) => step === 'failure.report')).toHaveLength(9);
  });

  it.each(['provider.addAudience', 'role.bindTrust', 'role.confirmBinding'])(
    'starts over when the world has moved under %s, with nothing of the first round',
    async (step) => {
      const { status, output, calls, steps } = await run(compiledShipped('onboard-role'), {
        ...sound,
        'role.inspect': (_, call) => (call === 1 ? inspected : { ...inspected, plan: { second: true } }),
        'entra.registerApplication': (_, call) => ({ ...registered, clientId: `c-${call}` }),
        [step]: (_, call) => (call === 1 ? 'WorldMoved' : {}),
      });
      expect(status).toBe('SUCCEEDED');
      expect(steps).toEqual([...every.slice(0, every.indexOf(step) + 1), ...every]);
      const second = calls.slice(every.indexOf(step) + 1);
      expect(second[1]?.inputs).toEqual({ plan: { second: true } });
      expect(second.at(-1)?.inputs).toMatchObject({ clientId: 'c-2' });
      expect(Object.keys(output as object)).toEqual(['event', 'steps']);
    },
  );

  it('may end otherwise when it has started over', async () => {
    const { status, steps } = await run(compiledShipped('onboard-role'), {
      ...sound,
      'role.inspect': (_, call) => (call === 1 ? inspected : { verdict: 'gone' }),
      'role.bindTrust': 'WorldMoved',
    });
    expect(status).toBe('SUCCEEDED');
    expect(steps).toEqual([...every.slice(0, 4), 'role.inspect']);
  });
});

describe('offboard-role', () => {
  it('removes what the role has left behind', async () => {
    const retirement = { uniqueName: 'aws-444444444444-web-deployer', onDelete: 'retire' };
    const { status, steps, calls } = await run(compiledShipped('offboard-role'), {
      'role.confirmGone': { gone: 'yes', identityProvider: 'entra-prod', audience: null, retirement },
    });
    expect(status).toBe('SUCCEEDED');
    expect(steps).toEqual([
      'role.confirmGone',
      'provider.removeAudience',
      'entra.retireApplication',
      'role.announceRemoval',
    ]);
    expect(calls[1]?.inputs).toEqual({ identityProvider: 'entra-prod', audience: null });
    expect(calls[2]?.inputs).toEqual({ retirement });
  });

  it.each(['no', 'never-bound'])('touches nothing when gone is %s', async (gone) => {
    const { status, steps } = await run(compiledShipped('offboard-role'), { 'role.confirmGone': { gone } });
    expect({ status, steps }).toEqual({ status: 'SUCCEEDED', steps: ['role.confirmGone'] });
  });
});

describe('bootstrap-account', () => {
  it('waits for the baseline with patience, then onboards what is there', async () => {
    const { status, steps, calls } = await run(compiledShipped('bootstrap-account'), {
      'account.inspect': { verdict: 'in-scope' },
      'account.awaitAccess': (_, call) => (call <= 54 ? 'AccountNotReady' : {}),
      'provider.ensure': { providers: 1 },
      'account.onboardRoles': { roles: 3 },
    });
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((step) => step === 'account.awaitAccess')).toHaveLength(55);
    expect(calls.at(-1)).toMatchObject({ step: 'account.announce', inputs: { providers: 1, roles: 3 } });
  });

  it('gets as long as its YAML says', () => {
    expect(compiledShipped('bootstrap-account').definition.TimeoutSeconds).toBe(24 * 3600);
    expect(compiledShipped('onboard-role').definition.TimeoutSeconds).toBe(15 * 60);
  });
});

it('hands the event on as it came', async () => {
  const { output } = await run(compiledShipped('offboard-role'), { 'role.confirmGone': { gone: 'no' } });
  expect(output).toMatchObject({ event });
});
