import path from 'node:path';
import { Failure } from '../../../federation/failures';
import type {
  StackInstance,
  StackInstancesRequest,
  StackSetOperation,
  StackSetRequest,
  StackSets,
  StackSetState,
} from '../../../federation/stack-sets';
import { deployStackSets } from '../../../scripts/commands/deploy-stacksets';
import { command, edit, recordingTerminal, root, withSample } from '../support';

const organization = 'o-a1b2c3d4e5';
const [sandbox, workloads] = ['ou-ab12-sandbox0', 'ou-ab12-workload'];
const all = ['oidc-factory-directory', 'oidc-factory', 'oidc-factory-account', 'oidc-factory-provider'];

/** StackSets of the management account, as far as the command sees them. An operation has ended by the second look. */
class MemoryStackSets implements StackSets {
  readonly region = 'eu-west-1';
  readonly sets = new Map<string, StackSetState>();
  readonly done: string[] = [];
  readonly found = new Map<string, readonly StackInstance[]>();
  /** What the next operations come to. */
  readonly ends: (StackSetOperation & { readonly failed?: readonly StackInstance[] })[] = [];
  /** Operations of others that are still to be seen. */
  others = 0;
  /** How often another operation begins before ours does. */
  overtaken = 0;
  trusted = true;
  #looks = 0;
  #failed: readonly StackInstance[] = [];

  hasTrustedAccess() {
    return Promise.resolve(this.trusted);
  }
  describe(name: string) {
    return Promise.resolve(this.sets.get(name));
  }
  instances(name: string) {
    return Promise.resolve(this.found.get(name) ?? []);
  }
  runningOperation() {
    this.others -= 1;
    return Promise.resolve(this.others >= 0 ? 'other' : undefined);
  }
  create({ definition, template, dependsOn }: StackSetRequest) {
    this.done.push(`create ${definition.name}`);
    this.sets.set(definition.name, {
      arn: `arn of ${definition.name}`,
      isServiceManaged: true,
      template,
      organizationalUnits: [],
      tags: { 'oidc-factory:organization': organization },
      autoDeployment: definition.autoDeployment,
      retainsStacks: definition.autoDeployment,
      dependsOn: dependsOn === undefined ? [] : [dependsOn],
    });
    return Promise.resolve();
  }
  update({ definition, template, dependsOn }: StackSetRequest) {
    const before = this.sets.get(definition.name)!;
    const after = { ...before, template, dependsOn: dependsOn === undefined ? [] : [dependsOn] };
    return this.#start(`update ${definition.name}`, () => this.sets.set(definition.name, after));
  }
  createInstances({ name, organizationalUnits, accounts = [] }: StackInstancesRequest) {
    return this.#start(`instances ${[name, ...organizationalUnits, ...accounts].join(' ')}`, () => {
      const before = this.sets.get(name)!;
      const aimedAt = [...new Set([...before.organizationalUnits, ...organizationalUnits])];
      this.sets.set(name, { ...before, organizationalUnits: aimedAt });
      const made = accounts.map((account) => ({ account, region: this.region, status: 'CURRENT' }));
      this.found.set(name, [...(this.found.get(name) ?? []).filter((one) => !accounts.includes(one.account)), ...made]);
    });
  }
  retainInstances({ name, organizationalUnits }: StackInstancesRequest) {
    return this.#start(`retain ${name} ${organizationalUnits.join(' ')}`, () => {
      const before = this.sets.get(name)!;
      const left = before.organizationalUnits.filter((unit) => !organizationalUnits.includes(unit));
      this.sets.set(name, { ...before, organizationalUnits: left });
    });
  }
  operation() {
    this.#looks += 1;
    if (this.#looks % 2 === 1) return Promise.resolve({ status: 'RUNNING' });
    const { failed = [], ...end } = this.ends.shift() ?? { status: 'SUCCEEDED' };
    this.#failed = failed;
    return Promise.resolve(end);
  }
  failedResults() {
    return Promise.resolve(this.#failed);
  }

  #start(what: string, work: () => unknown): Promise<string> {
    this.overtaken -= 1;
    if (this.overtaken >= 0) return Promise.reject(new Failure('Locked', 'Another operation runs.'));
    this.done.push(what);
    work();
    return Promise.resolve(what);
  }
}

const play = async (
  stackSets: MemoryStackSets,
  { dryRun = false, account = '111111111111', edits = [] as readonly (readonly [string, string])[] } = {},
) => {
  const terminal = recordingTerminal();
  let code: number | undefined;
  let failure: unknown;
  await withSample(async (folder) => {
    for (const [before, after] of [['deliver: cfct', 'deliver: stacksets'] as const, ...edits])
      await edit(folder, 'config/organization.yaml', before, after);
    try {
      code = await deployStackSets(
        { config: path.join(folder, 'config'), dryRun },
        {
          connect: () => Promise.resolve(stackSets),
          callerIn: () => ({ account: () => Promise.resolve(account) }),
          pause: () => Promise.resolve(),
        },
        terminal,
      );
    } catch (error) {
      failure = error;
    }
  });
  return { code, failure, ...terminal.said() };
};

const deployed = async () => {
  const stackSets = new MemoryStackSets();
  expect(await play(stackSets)).toMatchObject({ code: 0 });
  stackSets.done.length = 0;
  return stackSets;
};
const targets = (text: string) => [['[/Sandbox, /Workloads]', text]] as const;

describe('deploy stacksets', () => {
  it('makes each StackSet and its instances, in order, and leaves them alone the next time', async () => {
    const stackSets = new MemoryStackSets();
    const first = await play(stackSets);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain(
      'oidc-factory-account  created\noidc-factory-account  deployed to /Sandbox, /Workloads',
    );
    expect(stackSets.done).toEqual([
      'create oidc-factory-directory',
      'instances oidc-factory-directory r-ab12 222222222222',
      'create oidc-factory',
      'instances oidc-factory r-ab12 222222222222',
      'create oidc-factory-account',
      `instances oidc-factory-account ${sandbox} ${workloads}`,
      'create oidc-factory-provider',
      `instances oidc-factory-provider ${sandbox} ${workloads}`,
    ]);
    expect(stackSets.sets.get('oidc-factory-provider')!.dependsOn).toEqual(['arn of oidc-factory-account']);
    stackSets.done.length = 0;
    const again = await play(stackSets);
    expect(again).toMatchObject({ code: 0, out: all.map((name) => `${name}  up to date`).join('\n') });
    expect(stackSets.done).toEqual([]);
  });

  it('goes on with what was broken off', async () => {
    const stackSets = await deployed();
    const half = stackSets.sets.get('oidc-factory-provider')!;
    stackSets.sets.set('oidc-factory-provider', { ...half, organizationalUnits: [] });
    await play(stackSets);
    expect(stackSets.done).toEqual([`instances oidc-factory-provider ${sandbox} ${workloads}`]);
  });

  it('updates what is another template, and only that', async () => {
    const stackSets = await deployed();
    stackSets.sets.set('oidc-factory-account', { ...stackSets.sets.get('oidc-factory-account')!, template: '{}' });
    expect((await play(stackSets)).out).toContain('oidc-factory-account  updated');
    expect(stackSets.done).toEqual(['update oidc-factory-account']);
  });

  it('only shows what it would do with --dry-run', async () => {
    const stackSets = new MemoryStackSets();
    const { code, out } = await play(stackSets, { dryRun: true });
    expect(code).toBe(0);
    expect(out).toContain('oidc-factory-account  to create\noidc-factory-account  to deploy to /Sandbox, /Workloads');
    expect(stackSets.done).toEqual([]);
  });

  it('aims at new units, and lets go of others, whose stacks stay', async () => {
    const stackSets = await deployed();
    const { code, out } = await play(stackSets, { edits: targets('[/Workloads, /Infrastructure]') });
    expect(code).toBe(0);
    expect(stackSets.done.filter((what) => what.includes('oidc-factory-account'))).toEqual([
      'instances oidc-factory-account ou-ab12-infra000',
      `retain oidc-factory-account ${sandbox}`,
    ]);
    expect(out).toContain('let go of /Sandbox, where the stacks stay');
  });

  it('keeps a unit below one that it is aimed at from now on, and refuses to be narrowed', async () => {
    const stackSets = await deployed();
    await play(stackSets, { edits: targets('[/]') });
    expect(stackSets.done.filter((what) => what.includes('oidc-factory-account'))).toEqual([
      'instances oidc-factory-account r-ab12',
    ]);
    stackSets.done.length = 0;
    const { failure } = await play(stackSets, { edits: targets('[/Workloads/Prod]') });
    expect(failure).toMatchObject({ code: 'StackSetsNotDeployed' });
    expect((failure as Failure).message).toMatch(/cannot be narrowed/);
    expect(stackSets.done).toEqual([]);
  });

  it('waits for the operations of others, also for one that begins at the last moment', async () => {
    const stackSets = await deployed();
    stackSets.sets.set('oidc-factory-account', { ...stackSets.sets.get('oidc-factory-account')!, template: '{}' });
    stackSets.others = 3;
    stackSets.overtaken = 2;
    expect(await play(stackSets)).toMatchObject({ code: 0 });
    expect(stackSets.done).toEqual(['update oidc-factory-account']);
  });

  const failedIn = (account: string): StackInstance => ({
    account,
    region: 'us-east-1',
    status: 'FAILED',
    reason: 'The provider exists already.',
  });

  it('says which accounts an operation has failed in and why, goes on with the rest, and tries them anew', async () => {
    const stackSets = await deployed();
    stackSets.sets.set('oidc-factory-account', { ...stackSets.sets.get('oidc-factory-account')!, template: '{}' });
    stackSets.ends.push({ status: 'SUCCEEDED', failed: [failedIn('444444444444')] });
    const { failure, out } = await play(stackSets);
    expect(out).toContain('failed  444444444444 in us-east-1  The provider exists already.');
    expect(out).toContain('oidc-factory-provider  up to date');
    expect((failure as Failure).message).toMatch(/^1 stack instance could not be deployed/);
    stackSets.found.set('oidc-factory-account', [
      { account: '444444444444', region: 'us-east-1', status: 'OUTDATED' },
      { account: '555555555555', region: 'us-east-1', status: 'SKIPPED_SUSPENDED_ACCOUNT' },
      { account: '666666666666', region: 'us-east-1', status: 'CURRENT' },
    ]);
    stackSets.done.length = 0;
    expect(await play(stackSets)).toMatchObject({ code: 0 });
    expect(stackSets.done).toEqual([`instances oidc-factory-account ${sandbox} ${workloads} 444444444444`]);
  });

  it('stops at an operation that has failed as a whole', async () => {
    const stackSets = new MemoryStackSets();
    stackSets.ends.push({ status: 'FAILED', reason: 'Too many failures.', failed: [failedIn('222222222222')] });
    const { failure, out } = await play(stackSets);
    expect(out).toContain('failed  222222222222');
    expect((failure as Failure).message).toMatch(/oidc-factory-directory is FAILED. Too many failures/);
    expect(stackSets.done).toHaveLength(2);
  });

  it.each<readonly [string, Partial<StackSetState>]>([
    ['has no tag', { tags: {} }],
    ["is another organization's", { tags: { 'oidc-factory:organization': 'o-other00000' } }],
    ['is self-managed', { isServiceManaged: false }],
  ])('leaves a StackSet of its name alone that %s', async (_what, changes) => {
    const stackSets = await deployed();
    stackSets.sets.set('oidc-factory-account', {
      ...stackSets.sets.get('oidc-factory-account')!,
      template: '{}',
      ...changes,
    });
    const { failure } = await play(stackSets);
    expect((failure as Failure).message).toMatch(
      /There is a StackSet oidc-factory-account that this command has not made/,
    );
    expect(stackSets.done).toEqual([]);
  });

  it('does nothing with the credentials of another account, and nothing without trusted access', async () => {
    const stackSets = new MemoryStackSets();
    expect((await play(stackSets, { account: '222222222222' })).failure).toMatchObject({ code: 'StackSetsRefused' });
    stackSets.trusted = false;
    expect((await play(stackSets)).failure).toMatchObject({
      message: expect.stringMatching(/activate-organizations-access/) as unknown,
    });
    expect(stackSets.done).toEqual([]);
  });

  it('does nothing where CfCT delivers', async () => {
    const ran = await command('deploy', 'stacksets', '--config', path.join(root, 'config'));
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringMatching(/StackSetsNotDeployed.*deliver: cfct/) as unknown,
    });
  });
});
