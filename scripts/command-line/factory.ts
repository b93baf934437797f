import type { Command } from 'commander';
import type { HistoryOptions } from '../commands/history';
import type { PauseOptions, ResumeOptions } from '../commands/pause';
import type { ReconcileOptions } from '../commands/reconcile';
import { connect, connectFactory, connectHistory, connectPauses, connectTable, readInput } from './connections';
import { config, output, type CommandLine, type OutputOptions } from './shared';

interface RevokeWords extends OutputOptions {
  readonly account?: string;
  readonly lift: boolean;
  readonly wait: boolean;
}

/** The commands for whoever operates the factory: they need credentials of the factory account. */
export const addFactoryCommands = ({ program, terminal, ended }: CommandLine): void => {
  program
    .command('revoke')
    .description("cut a role's binding off at once; needs credentials of the factory account")
    .argument('<role>', 'the name of the role, or its ARN')
    .addOption(config())
    .addOption(output())
    .option('--account <account>', 'id or name of the account that the role is in, unless the ARN says it')
    .option('--lift', 'lift the revocation, and have the role bound anew', false)
    .option('--no-wait', 'do not wait for the workflow to end')
    .action(async (role: string, options: RevokeWords) => {
      const { randomUUID } = await import('node:crypto');
      const { systemPause } = await import('../../handlers/adapters/pause.js');
      const ports = { connect, pause: systemPause, now: () => new Date(), newId: randomUUID };
      const { revoke } = await import('../commands/revoke.js');
      ended(await revoke({ ...options, role }, ports, terminal));
    });

  program
    .command('reconcile')
    .description('have every account compared with the policies now; needs credentials of the factory account')
    .addOption(config())
    .addOption(output())
    .option('--account <account>', 'only the account of this id or name')
    .option('--no-wait', 'do not wait for the workflow to end')
    .action(async (options: ReconcileOptions) => {
      const { randomUUID } = await import('node:crypto');
      const { systemPause } = await import('../../handlers/adapters/pause.js');
      const ports = { connect, pause: systemPause, now: () => new Date(), newId: randomUUID };
      const { reconcile } = await import('../commands/reconcile.js');
      ended(await reconcile(options, ports, terminal));
    });

  program
    .command('apply')
    .description('carry out a plan exactly as it was approved; needs credentials of the factory account')
    .argument('<plan>', 'the file that `plan --out` has written')
    .addOption(config())
    .addOption(output())
    .option('--no-wait', 'do not wait for the workflow to end')
    .action(async (plan: string, options: OutputOptions & { readonly wait: boolean }) => {
      const { randomUUID } = await import('node:crypto');
      const { systemPause } = await import('../../handlers/adapters/pause.js');
      const ports = {
        connect: connectFactory,
        read: readInput,
        pause: systemPause,
        now: () => new Date(),
        newId: randomUUID,
      };
      const { apply } = await import('../commands/apply.js');
      ended(await apply({ ...options, plan }, ports, terminal));
    });

  program
    .command('confirm')
    .description('let a reconcile go on that the guard has stopped; needs credentials of the factory account')
    .argument('<hash>', 'the hash of the plan, as the notification has it')
    .addOption(config())
    .addOption(output())
    .option('--deny', 'have the run ended instead', false)
    .action(async (plan: string, options: OutputOptions & { readonly deny: boolean }) => {
      const { confirm } = await import('../commands/confirm.js');
      ended(await confirm({ ...options, plan }, { connect: connectTable, now: () => new Date() }, terminal));
    });

  const scoped = (command: Command): Command =>
    command
      .option('--account <account>', 'id or name of an account')
      .option('--organizational-unit <unit>', 'path or id of an organizational unit, with those below it')
      .option('--policy <name>', 'name of a policy')
      .addOption(config())
      .addOption(output());
  const pausePorts = { connect: connectPauses, now: () => new Date() };

  scoped(program.command('pause'))
    .description('hold up what the factory writes, at once; needs credentials of the factory account')
    .option('--reason <text>', 'why, for whoever is held up')
    .option('--list', 'say what is paused, and change nothing', false)
    .action(async (options: PauseOptions) => {
      const { pause } = await import('../commands/pause.js');
      ended(await pause(options, pausePorts, terminal));
    });

  scoped(program.command('resume'))
    .description('end a pause; needs credentials of the factory account')
    .action(async (options: ResumeOptions) => {
      const { resume } = await import('../commands/pause.js');
      ended(await resume(options, pausePorts, terminal));
    });

  program
    .command('history')
    .description('tell what was decided on a role and done to it; needs credentials of the factory account')
    .argument('<role>', 'the name of the role')
    .requiredOption('--account <account>', 'id or name of the account that the role is in')
    .option('--since <date>', 'leave out what is older, as 2027-01-31')
    .option('--commits <count>', 'search so many commits of the configuration for the policies that were decided by')
    .addOption(config())
    .addOption(output())
    .action(async (role: string, options: Omit<HistoryOptions, 'role'>) => {
      const { history } = await import('../commands/history.js');
      ended(await history({ ...options, role }, { connect: connectHistory }, terminal));
    });
};
