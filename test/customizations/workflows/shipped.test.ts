import { stepCatalogue } from '../../../federation/step-catalogue';
import { compiledShipped } from './support/compiled';
import { shippedWorkflows } from './support/documents';
import { event, run, type Answers } from './support/run';

const plan = { caller: { kind: 'application', application: { uniqueName: 'aws-444444444444-web-deployer' } } };
const inspected = { verdict: 'bind', identityProvider: 'entra-prod', plan };
const caller = { clientId: 'c-1', audience: 'c-1', subjects: ['s-1'] };
const registered = { caller, registration: 'created' };
const retirement = { identityProvider: 'entra-prod', uniqueNames: ['aws-444444444444-web-deployer'] };
const left = { identityProvider: 'entra-prod', audience: 'c-1', retirement };

/** Every step that a workflow begins with fails for good. */
const firstFails: Answers = Object.fromEntries(
  Object.keys(stepCatalogue)
    .filter((name) => name !== 'failure.report')
    .map((name) => [name, 'AccessDenied']),
);

describe('onboard-role', () => {
  const sound: Answers = {
    'role.inspect': inspected,
    'entra.registerApplication': registered,
    'role.confirmBinding': { news: 'yes' },
  };
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
      { identityProvider: 'entra-prod', caller },
      { caller },
      { caller },
      { caller },
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

  it('says nothing where there is nothing new to say', async () => {
    const { status, steps } = await run(compiledShipped('onboard-role'), {
      ...sound,
      'role.confirmBinding': { news: 'no' },
    });
    expect({ status, steps }).toEqual({ status: 'SUCCEEDED', steps: every.slice(0, -1) });
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
        'entra.registerApplication': (_, call) => ({ ...registered, caller: { ...caller, clientId: `c-${call}` } }),
        [step]: (_, call) => (call === 1 ? 'WorldMoved' : { news: 'yes' }),
      });
      expect(status).toBe('SUCCEEDED');
      expect(steps).toEqual([...every.slice(0, every.indexOf(step) + 1), ...every]);
      const second = calls.slice(every.indexOf(step) + 1);
      expect(second[1]?.inputs).toEqual({ plan: { second: true } });
      expect(second.at(-1)?.inputs).toMatchObject({ caller: { clientId: 'c-2' } });
      expect(Object.keys(output as object)).toEqual(['event', 'steps']);
    },
  );

  it.each(['entra.registerApplication', 'provider.addAudience', 'role.bindTrust'])(
    'ends without a failure where a pause holds %s up, and has it logged',
    async (step) => {
      const { status, steps, calls } = await run(compiledShipped('onboard-role'), { ...sound, [step]: 'Paused' });
      expect(status).toBe('SUCCEEDED');
      expect(steps).toEqual([...every.slice(0, every.indexOf(step) + 1), 'failure.report']);
      expect(calls.at(-1)?.inputs).toMatchObject({ failure: { Error: 'Paused' } });
    },
  );

  it('ends as held up also where that cannot be logged', async () => {
    const answers = { ...sound, 'role.bindTrust': 'Paused', 'failure.report': 'AccessDenied' } as const;
    expect(await run(compiledShipped('onboard-role'), answers)).toMatchObject({ status: 'SUCCEEDED' });
  });

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

describe.each([
  ['offboard-role', 'role.confirmGone', { gone: 'yes' }],
  ['unbind-role', 'role.unbindTrust', { unbound: 'yes' }],
])('%s', (name, first, yes) => {
  it('removes what is left behind', async () => {
    const { status, steps, calls } = await run(compiledShipped(name), { [first]: { ...yes, ...left } });
    expect(status).toBe('SUCCEEDED');
    expect(steps).toEqual([first, 'provider.removeAudience', 'entra.retireApplication', 'role.announceRemoval']);
    expect(calls.map(({ inputs }) => inputs)).toEqual([
      {},
      { identityProvider: 'entra-prod', audience: 'c-1' },
      { retirement },
      {},
    ]);
  });
});

it.each([
  ['offboard-role', 'role.confirmGone', { gone: 'no' }],
  ['offboard-role', 'role.confirmGone', { gone: 'never-bound' }],
  ['offboard-role', 'role.confirmGone', { gone: 'declared' }],
  ['unbind-role', 'role.unbindTrust', { unbound: 'no' }],
  ['declare-binding', 'binding.inspect', { verdict: 'leave' }],
  ['revoke-role', 'role.revoke', { revoked: 'no' }],
  ['reinstate-role', 'role.reinstate', { reinstated: 'no' }],
] as const)('%s touches nothing when %s answers %j', async (name, step, answer) => {
  const { status, steps } = await run(compiledShipped(name), { [step]: answer });
  expect({ status, steps }).toEqual({ status: 'SUCCEEDED', steps: [step] });
});

describe('declare-binding', () => {
  it('registers the caller, adds the audience and publishes, and edits no role', async () => {
    const { steps, calls } = await run(compiledShipped('declare-binding'), {
      'binding.inspect': { verdict: 'declare', identityProvider: 'entra-prod', plan },
      'entra.registerApplication': registered,
    });
    expect(steps).toEqual(['binding.inspect', 'entra.registerApplication', 'provider.addAudience', 'binding.publish']);
    expect(calls.map(({ inputs }) => inputs)).toEqual([
      {},
      { plan },
      { identityProvider: 'entra-prod', caller },
      { caller },
    ]);
  });
});

describe.each([
  [
    'revoke-role',
    ['role.revoke', 'entra.disableCaller', 'role.announceRevocation'],
    { revoked: 'yes', identityProvider: 'entra-prod', uniqueName: 'aws-444444444444-web-deployer' },
  ],
  [
    'reinstate-role',
    ['role.reinstate', 'entra.enableCaller', 'role.requestOnboarding'],
    { reinstated: 'yes', identityProvider: 'entra-prod', uniqueName: null },
  ],
] as const)('%s', (name, every, { identityProvider, uniqueName, ...yes }) => {
  it('works on the account first, then on the directory', async () => {
    const { status, steps, calls } = await run(compiledShipped(name), {
      [every[0]]: { ...yes, identityProvider, uniqueName },
    });
    expect({ status, steps }).toEqual({ status: 'SUCCEEDED', steps: every });
    expect(calls[1]?.inputs).toEqual({ identityProvider, uniqueName });
  });
});

describe('reconcile-account', () => {
  it('compares the account with what the directory has of it, and retires what nobody needs', async () => {
    const directory = { applications: [] };
    const { status, calls } = await run(compiledShipped('reconcile-account'), {
      'entra.observeApplications': { directory },
      'account.reconcile': (_, call) => (call === 1 ? 'ConcurrentModification' : { requests: 2, retirement }),
    });
    expect(status).toBe('SUCCEEDED');
    expect(calls.map(({ step, inputs }) => [step, inputs])).toEqual([
      ['entra.observeApplications', {}],
      ['account.reconcile', { directory }],
      ['account.reconcile', { directory }],
      ['entra.retireApplication', { retirement }],
    ]);
  });
});

describe('bootstrap-account', () => {
  it('waits for the baseline with patience, then onboards what is there', async () => {
    const { status, steps, calls } = await run(compiledShipped('bootstrap-account'), {
      'account.inspect': { verdict: 'in-scope' },
      'account.awaitAccess': (_, call) => (call <= 54 ? 'AccountNotReady' : { access: 'granted' }),
      'provider.ensure': { providers: 1 },
      'account.onboardRoles': { roles: 3 },
    });
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((step) => step === 'account.awaitAccess')).toHaveLength(55);
    expect(calls.at(-1)).toMatchObject({ step: 'account.announce', inputs: { providers: 1, roles: 3 } });
  });

  it.each([
    ['is out of scope from the start', { verdict: 'out-of-scope' }, { access: 'granted' }],
    ['is closed', { verdict: 'departed' }, { access: 'granted' }],
    ['leaves the scope while the baseline is waited for', { verdict: 'in-scope' }, { access: 'out-of-scope' }],
  ])('hands an account on that %s, and makes nothing there', async (_what, inspected, awaited) => {
    const { status, steps } = await run(compiledShipped('bootstrap-account'), {
      'account.inspect': inspected,
      'account.awaitAccess': awaited,
    });
    expect(status).toBe('SUCCEEDED');
    expect(steps.at(-1)).toBe('account.requestRelease');
    expect(steps).not.toContain('provider.ensure');
  });

  it('gets as long as its YAML says', () => {
    expect(compiledShipped('bootstrap-account').definition.TimeoutSeconds).toBe(19 * 3600);
    expect(compiledShipped('onboard-role').definition.TimeoutSeconds).toBe(15 * 60);
  });
});

it.each(shippedWorkflows().map(({ file }) => [file.replace('.yaml', '')]))(
  '%s reports what has failed for good',
  async (name) => {
    const { calls } = await run(compiledShipped(name), firstFails);
    expect(calls.at(-1)?.step).toBe('failure.report');
  },
);

it('hands the event on as it came', async () => {
  const { output } = await run(compiledShipped('offboard-role'), { 'role.confirmGone': { gone: 'no' } });
  expect(output).toMatchObject({ event });
});

describe('retire-account', () => {
  it('waits for an account that keeps the factory out, and says what came of it', async () => {
    const { status, steps, calls } = await run(compiledShipped('retire-account'), {
      'account.inspect': { verdict: 'departed' },
      'account.release': (_, call) => (call <= 10 ? 'AccessWithheld' : { bindings: 2, access: 'lost' }),
    });
    expect(status).toBe('SUCCEEDED');
    expect(steps.filter((step) => step === 'account.release')).toHaveLength(11);
    expect(calls.at(-1)).toMatchObject({
      step: 'account.announceRetirement',
      inputs: { bindings: 2, access: 'lost' },
    });
  });

  it('leaves an account alone that is in scope, whatever the event said', async () => {
    const { steps } = await run(compiledShipped('retire-account'), { 'account.inspect': { verdict: 'in-scope' } });
    expect(steps).toEqual(['account.inspect']);
  });
});

describe('heal-provider', () => {
  it('tries again where somebody else is at the provider', async () => {
    const { status, steps } = await run(compiledShipped('heal-provider'), {
      'provider.heal': (_, call) => (call === 1 ? 'ConcurrentModification' : { healed: 'yes' }),
    });
    expect({ status, steps }).toEqual({ status: 'SUCCEEDED', steps: ['provider.heal', 'provider.heal'] });
  });
});
