import path from 'node:path';
import type { ChangeSetState, StackState, Stacks } from '../../../federation/stacks';
import { deployHook, hookStack } from '../../../scripts/commands/deploy-hook';
import { command, edit, recordingTerminal, root, withSample } from '../support';

const change = { action: 'Add', logicalId: 'HookRule', type: 'AWS::Events::Rule', isReplaced: false };

/** CloudFormation of a region, as far as the command sees it. */
class MemoryStacks implements Stacks {
  readonly done: string[] = [];
  template = '';
  #pending: { readonly kind: string; readonly template: string } | undefined;

  constructor(
    readonly region: string,
    public state?: StackState,
    readonly ends: { readonly changeSet?: ChangeSetState; readonly stack?: string } = {},
  ) {}

  describe() {
    const state = this.state;
    // What goes on has ended by the next look.
    if (state?.status === 'CREATE_IN_PROGRESS' || state?.status === 'UPDATE_IN_PROGRESS')
      this.state = { ...state, status: this.ends.stack ?? state.status.replace('IN_PROGRESS', 'COMPLETE') };
    return Promise.resolve(state);
  }
  templateOf() {
    return Promise.resolve(this.template);
  }
  createChangeSet(request: { readonly kind: 'CREATE' | 'UPDATE'; readonly template: string }) {
    this.done.push(request.kind);
    this.#pending = request;
    if (request.kind === 'CREATE') this.state = { status: 'REVIEW_IN_PROGRESS' };
    return Promise.resolve();
  }
  describeChangeSet() {
    const isSame = this.#pending?.template === this.template;
    const usual = { status: isSame ? 'FAILED' : 'CREATE_COMPLETE', changes: isSame ? [] : [change] };
    return Promise.resolve(this.ends.changeSet ?? usual);
  }
  executeChangeSet() {
    this.done.push('execute');
    this.template = this.#pending!.template;
    this.state = { status: `${this.#pending!.kind}_IN_PROGRESS`, changedAt: '2026-11-23T10:00:00.000Z' };
    return Promise.resolve();
  }
  deleteChangeSet() {
    return Promise.resolve(void this.done.push('discard'));
  }
  deleteStack() {
    this.state = undefined;
    return Promise.resolve(void this.done.push('delete'));
  }
}

const home = (...more: readonly [StackState?, MemoryStacks['ends']?]) => new MemoryStacks('eu-west-1', ...more);
const other = () => new MemoryStacks('us-east-1');

const play = async (
  regions: readonly MemoryStacks[],
  { dryRun = false, account = '111111111111', config = path.join(root, 'config') } = {},
) => {
  const terminal = recordingTerminal();
  const connected: string[] = [];
  const code = await deployHook(
    { config, dryRun },
    {
      connect: (region) => {
        connected.push(region);
        return Promise.resolve(regions.find((one) => one.region === region)!);
      },
      callerIn: () => ({ account: () => Promise.resolve(account) }),
      pause: () => Promise.resolve(),
      newId: () => '1',
    },
    terminal,
  );
  return { code, connected, ...terminal.said() };
};

describe('deploy hook', () => {
  it('makes the stack in both regions, at home first, and leaves it alone the next time', async () => {
    const regions = [home(), other()];
    const first = await play(regions);
    expect(first).toMatchObject({ code: 0, connected: ['eu-west-1', 'us-east-1'] });
    expect(first.out).toContain(`${hookStack} in eu-west-1  created\n  add  HookRule (AWS::Events::Rule)`);
    expect(regions.map(({ done }) => done)).toEqual([
      ['CREATE', 'execute'],
      ['CREATE', 'execute'],
    ]);
    const again = await play(regions);
    expect(again.out).toBe(`${hookStack} in eu-west-1  up to date\n${hookStack} in us-east-1  up to date`);
    expect(regions[0]!.done.slice(2)).toEqual(['UPDATE', 'discard']);
  });

  it('updates what is another one, and takes up what was broken off before', async () => {
    const regions = [
      home({ status: 'UPDATE_ROLLBACK_COMPLETE', changedAt: 'x' }),
      new MemoryStacks('us-east-1', { status: 'REVIEW_IN_PROGRESS' }),
    ];
    const { out } = await play(regions);
    expect(out).toMatch(/eu-west-1 {2}updated[^]*us-east-1 {2}created/);
  });

  it('waits for what is going on there already', async () => {
    const { code } = await play([home({ status: 'UPDATE_IN_PROGRESS', changedAt: 'x' }), other()]);
    expect(code).toBe(0);
  });

  it('only shows what it would do with --dry-run, and leaves nothing behind', async () => {
    const regions = [home(), other()];
    const { out } = await play(regions, { dryRun: true });
    expect(out).toContain(`${hookStack} in eu-west-1  1 change to make`);
    expect(regions.map(({ state, done }) => [state, done])).toEqual(
      regions.map(() => [undefined, ['CREATE', 'discard', 'delete']]),
    );
  });

  it.each<readonly [string, MemoryStacks, RegExp]>([
    ['whose creation has failed', home({ status: 'ROLLBACK_COMPLETE' }), /is ROLLBACK_COMPLETE, and cannot be updated/],
    [
      'that cannot be compared',
      home({ status: 'CREATE_COMPLETE' }, { changeSet: { status: 'FAILED', reason: 'No role.', changes: [] } }),
      /cannot be changed. No role/,
    ],
    [
      'whose update is rolled back',
      home({ status: 'CREATE_COMPLETE', changedAt: 'x' }, { stack: 'UPDATE_ROLLBACK_COMPLETE' }),
      /is UPDATE_ROLLBACK_COMPLETE/,
    ],
  ])('says what is wrong with a stack %s', async (_what, stacks, message) => {
    await expect(play([stacks, other()])).rejects.toMatchObject({
      code: 'HookNotDeployed',
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('deploys nothing with the credentials of another account', async () => {
    const regions = [home(), other()];
    await expect(play(regions, { account: '222222222222' })).rejects.toMatchObject({ code: 'HookRefused' });
    expect(regions[0]!.done).toEqual([]);
  });

  it('deploys nothing from a configuration with errors', async () => {
    await withSample(async (folder) => {
      await edit(folder, 'config/organization.yaml', 'homeRegion: eu-west-1', 'homeRegion: mars-1');
      const regions = [home(), other()];
      expect(await play(regions, { config: path.join(folder, 'config') })).toMatchObject({ code: 1, connected: [] });
    });
  });

  it('is a command below deploy', async () => {
    expect((await command('deploy', 'hook', '--help')).out).toContain('--dry-run');
  });
});
