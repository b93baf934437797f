import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ExecutionState } from '../../../federation/executions';
import { Failure } from '../../../federation/failures';
import { revoke, type RevokeOptions } from '../../../scripts/commands/revoke';
import { command, edit, recordingTerminal, root, withSample } from '../support';

const execution = 'arn:aws:states:eu-west-1:222222222222:execution:oidc-factory-revoke-role:revoke-1';
const running: ExecutionState = { status: 'RUNNING' };
const ended = (steps: Readonly<Record<string, object>>): ExecutionState => ({
  status: 'SUCCEEDED',
  output: { steps: Object.fromEntries(Object.entries(steps).map(([id, outputs]) => [id, { outputs }])) },
});
const revoked = ended({ revoke: { revoked: 'yes' }, disable: { disabled: 'yes' } });

/** What somebody has typed, if it is not the usual; without an account where that is undefined. */
type Typed = Partial<Omit<RevokeOptions, 'account'>> & { readonly account?: string | undefined };

/** Runs the command against executions that are in one state after the other. */
const play = async (typed: Typed = {}, states: readonly (ExecutionState | Failure)[] = [revoked], refuse?: Failure) => {
  const { account, ...options } = { account: 'payments-us', ...typed };
  const started: unknown[] = [];
  const regions: string[] = [];
  const pauses: number[] = [];
  const left = [...states];
  const terminal = { ...recordingTerminal(), watched: true };
  const code = await revoke(
    {
      config: path.join(root, 'config'),
      output: 'text',
      role: 'web-deployer',
      lift: false,
      wait: true,
      ...options,
      ...(account !== undefined && { account }),
    },
    {
      connect: (region) => {
        regions.push(region);
        return Promise.resolve({
          start: (...call) => {
            if (refuse !== undefined) return Promise.reject(refuse);
            started.push(call);
            return Promise.resolve(execution);
          },
          describe: (arn) => {
            expect(arn).toBe(execution);
            const state = left.length > 1 ? left.shift()! : left[0]!;
            return state instanceof Failure ? Promise.reject(state) : Promise.resolve(state);
          },
        });
      },
      pause: (seconds) => Promise.resolve(void pauses.push(seconds)),
      now: () => new Date('2026-11-23T10:00:00Z'),
      newId: () => '1',
    },
    terminal,
  );
  return { code, started, regions, pauses, ...terminal.said() };
};

describe('revoke', () => {
  it('starts the workflow in the home region of the factory, and waits for its end', async () => {
    const { code, started, regions, pauses, out, err } = await play({}, [running, running, revoked]);
    expect(code).toBe(0);
    expect(regions).toEqual(['eu-west-1']);
    expect(started).toEqual([
      [
        'arn:aws:states:eu-west-1:222222222222:stateMachine:oidc-factory-revoke-role',
        'revoke-1',
        {
          event: {
            trigger: 'role-revoked',
            account: '444444444444',
            roleName: 'web-deployer',
            byHand: true,
            id: 'revoke-1',
            time: '2026-11-23T10:00:00.000Z',
          },
        },
      ],
    ]);
    expect(pauses).toEqual([2, 2]);
    expect(out).toMatch(/^revoked: payments-us\/web-deployer admits its caller no more.*disabled in Microsoft Entra/);
    expect(err).toContain('the workflow runs, 2 s');
  });

  it('lifts a revocation', async () => {
    const { code, started, out } = await play({ lift: true }, [ended({ reinstate: { reinstated: 'yes' } })]);
    expect(code).toBe(0);
    expect(started).toMatchObject([
      [
        'arn:aws:states:eu-west-1:222222222222:stateMachine:oidc-factory-reinstate-role',
        'reinstate-1',
        { event: { trigger: 'role-reinstated', id: 'reinstate-1' } },
      ],
    ]);
    expect(out).toMatch(/^reinstated: the revocation of payments-us\/web-deployer is lifted/);
  });

  it.each<[string, Typed, string]>([
    ['an id', { account: '555555555555' }, '555555555555/web-deployer'],
    ['a name, whatever its case', { account: 'Payments-Test' }, '555555555555/web-deployer'],
    ['an id that the lock file does not know yet', { account: '999999999999' }, '999999999999/web-deployer'],
    [
      'the ARN of the role',
      { role: 'arn:aws:iam::555555555555:role/ci/eu/web-deployer', account: undefined },
      '555555555555/web-deployer',
    ],
    ['an ARN without a path', { role: 'arn:aws:iam::555555555555:role/web', account: undefined }, '555555555555/web'],
  ])('takes %s', async (_what, options, subject) => {
    const { started } = await play(options);
    expect(JSON.stringify(started)).toContain(`"account":"${subject.slice(0, 12)}","roleName":"${subject.slice(13)}"`);
  });

  it.each<[string, Typed, RegExp]>([
    ['no account', { account: undefined }, /Say in which account/],
    ['an account that there is not', { account: 'payment' }, /no account `payment`/],
    ['a role with its path', { role: 'ci/web-deployer' }, /is no name of a role/],
    ['an ARN and an account', { role: 'arn:aws:iam::555555555555:role/web' }, /leave `--account` out/],
    ['the ARN of a user', { role: 'arn:aws:iam::555555555555:user/web', account: undefined }, /not the ARN of a role/],
    [
      'the ARN of a session',
      { role: 'arn:aws:sts::555555555555:assumed-role/web/x', account: undefined },
      /not the ARN/,
    ],
  ])('refuses %s, and starts nothing', async (_what, options, said) => {
    const { code, started, err } = await play(options);
    expect(code).toBe(1);
    expect(err).toMatch(said);
    expect(started).toEqual([]);
  });

  it.each<[string, Typed, ExecutionState, RegExp]>([
    ['no binding', {}, ended({ revoke: { revoked: 'no' } }), /^nothing-to-do: the factory has no binding of/],
    ['no revocation', { lift: true }, ended({ reinstate: { reinstated: 'no' } }), /^nothing-to-do: .* is not revoked/],
    [
      'a caller that others share',
      {},
      ended({ a: { revoked: 'yes' }, b: { disabled: 'absent' } }),
      /No caller of its own/,
    ],
    ['a workflow that somebody has changed', {}, { status: 'SUCCEEDED', output: 'x' }, /^revoked: /],
  ])('says that there was %s', async (_what, options, state, said) => {
    const { code, out } = await play(options, [state]);
    expect(code).toBe(0);
    expect(out).toMatch(said);
  });

  it.each<[string, Typed, ExecutionState | Failure, RegExp]>([
    [
      'a workflow that fails',
      {},
      { status: 'FAILED', error: 'AccessDenied', cause: 'denied' },
      /ended as FAILED \(AccessDenied: denied\)\. The role may still be open/,
    ],
    [
      'a workflow that is aborted',
      { lift: true },
      { status: 'ABORTED' },
      /ended as ABORTED\. The revocation may still/,
    ],
    ['a workflow that does not end', {}, running, /still runs after ten minutes/],
    ['an end that cannot be seen', {}, new Failure('FactoryUnreachable', 'No answer.'), /was started and goes on/],
  ])('ends with 1 over %s, and names the execution', async (_what, options, state, said) => {
    const { code, out, err } = await play(options, [state]);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(said);
    expect(err).toContain(execution);
  });

  it('ends with 1 over a lift that a revocation has overtaken', async () => {
    const { code, err } = await play({ lift: true }, [ended({ reinstate: { reinstated: 'overtaken' } })]);
    expect(code).toBe(1);
    expect(err).toMatch(/has revoked the binding of payments-us\/web-deployer since this was asked for/);
  });

  it('waits ten minutes', async () => {
    const { pauses } = await play({}, [running]);
    expect(pauses.reduce((sum, seconds) => sum + seconds, 0)).toBe(600);
  });

  it('does not wait where it need not', async () => {
    const { code, pauses, out } = await play({ wait: false }, [running]);
    expect({ code, pauses }).toEqual({ code: 0, pauses: [] });
    expect(out).toMatch(/^started: .*execution:oidc-factory-revoke-role:revoke-1$/);
  });

  it.each([false, true])('answers a machine with one document, also where it fails: %s', async (fails) => {
    const { code, out } = await play({ output: 'json' }, [fails ? { status: 'TIMED_OUT' } : revoked]);
    expect(code).toBe(fails ? 1 : 0);
    expect(JSON.parse(out)).toMatchObject({
      diagnostics: [],
      account: '444444444444',
      role: 'web-deployer',
      execution,
      ...(fails ? { error: { code: 'workflow-failed' } } : { result: 'revoked' }),
    });
  });

  it('says why nothing could be started', async () => {
    const refuse = new Failure('FactoryRefused', 'No credentials.');
    await expect(play({}, [], refuse)).rejects.toBe(refuse);
    const { code, out, err } = await play({ output: 'json' }, [], refuse);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'FactoryRefused' } });
    expect(err).toContain('No credentials.');
  });

  it('starts nothing from a configuration with an error', async () => {
    await withSample(async (folder) => {
      await edit(folder, 'config/organization.yaml', 'partition: aws', 'partition: moon');
      const { code, started, err } = await play({ config: path.join(folder, 'config') });
      expect({ code, started }).toEqual({ code: 1, started: [] });
      expect(err).toContain('organization.yaml');
    });
  });

  it('asks for the id where several accounts have the name', async () => {
    await withSample(async (folder) => {
      await edit(folder, 'config/organization.lock.yaml', 'name: playground', 'name: payments-test');
      const config = path.join(folder, 'config');
      const { code, started, err } = await play({ config, account: 'payments-test' });
      expect({ code, started }).toEqual({ code: 1, started: [] });
      expect(err).toContain('2 accounts are called `payments-test`: 555555555555, 666666666666. Give the id.');
    });
  });

  it('says that there is no workflow for it', async () => {
    await withSample(async (folder) => {
      await rm(path.join(folder, 'config', 'workflows', 'revoke-role.yaml'));
      const { code, started, err } = await play({ config: path.join(folder, 'config') });
      expect({ code, started }).toEqual({ code: 1, started: [] });
      expect(err).toContain('No workflow is for role-revoked');
    });
  });

  it('is a command that wants a role', async () => {
    const ran = await command('revoke');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain("missing required argument 'role'");
  });
});
