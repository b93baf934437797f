import { Option } from 'commander';
import { names } from '../../federation/names';
import type { InventoryOptions } from '../commands/inventory';
import { interruption } from '../interruption';
import { added, atOnce, milliseconds, roleName } from '../options';
import { connectFactory, connectStacks, connectStackSets } from './connections';
import { config, output, type CommandLine, type ConfigOptions } from './shared';

interface InventoryWords extends Omit<InventoryOptions, 'role'> {
  readonly role?: string;
  readonly published: boolean;
}

/** The commands that read live accounts and the organization, and the one that deploys into the management account. */
export const addOrganizationCommands = ({ program, terminal, environment, ended }: CommandLine): void => {
  program
    .command('inventory')
    .description(
      'read the live accounts in scope into an inventory, or take the one that the last reconcile has published',
    )
    .addOption(config())
    .requiredOption('--out <file>', 'the file that the inventory is written to')
    .addOption(
      new Option('--role <name>', 'the role that is assumed in each account, a reading one of your own').argParser(
        roleName,
      ),
    )
    .addOption(
      new Option('--published', 'read no account: what the last reconcile has published')
        .conflicts('role')
        .default(false),
    )
    .option(
      '--account <account>',
      'id or name of an account to read, again for each; all in scope unless given',
      added,
      [],
    )
    .addOption(
      new Option('--concurrency <number>', 'how many accounts are read at once, 1 to 64').default(8).argParser(atOnce),
    )
    .addOption(
      new Option('--max-age <time>', 'how long what an earlier run has read counts: 30m, 24h, 2d')
        .default(milliseconds('24h'), '24h')
        .argParser(milliseconds),
    )
    .option('--allow-missing', 'write the inventory although some accounts cannot be read', false)
    .option('--no-directory', 'leave the callers out: Microsoft Graph is not asked')
    .option('--no-bindings', 'leave the bindings out: the table of the factory is not asked')
    .option('--factory-table <name>', 'the table of the factory', names.table)
    .addOption(output())
    .action(async ({ published, role, ...options }: InventoryWords) => {
      if (published) {
        const { publishedInventory } = await import('../commands/published-inventory.js');
        const ports = { connect: connectFactory, now: () => new Date() };
        ended(await publishedInventory(options, ports, terminal));
        return;
      }
      if (role === undefined)
        return program.error(
          'error: say how accounts are read: `--role NAME`, or `--published` for what the last reconcile has read',
        );
      const { openLiveSources } = await import('../inventory/open-sources.js');
      const { endpointsIn } = await import('../../handlers/adapters/microsoft-clouds.js');
      const { systemPause } = await import('../../handlers/adapters/pause.js');
      const { inventory } = await import('../commands/inventory.js');
      const open = openLiveSources(endpointsIn(environment));
      const interrupted = interruption(process);
      const ports = { open, now: () => new Date(), pause: systemPause, signal: interrupted.signal };
      ended(await inventory({ ...options, role }, ports, terminal).finally(interrupted.forget));
    });

  program
    .command('lock')
    .description('read AWS Organizations and write the lock file; needs credentials of the management account')
    .addOption(config())
    .action(async (options: ConfigOptions) => {
      const { OrganizationsClient } = await import('@aws-sdk/client-organizations');
      const { organizationReader } = await import('../../handlers/adapters/organizations.js');
      const { lock } = await import('../commands/lock.js');
      ended(await lock(options, organizationReader(new OrganizationsClient({})), terminal));
    });

  const deploy = program.command('deploy').description('deploy what no pipeline deploys');
  deploy
    .command('hook')
    .description('deploy the lifecycle hook; needs credentials of the management account')
    .addOption(config())
    .option('--dry-run', 'show what would be changed, and change nothing', false)
    .action(async (options: ConfigOptions & { readonly dryRun: boolean }) => {
      const { randomUUID } = await import('node:crypto');
      const { STSClient } = await import('@aws-sdk/client-sts');
      const { createCaller } = await import('../../handlers/adapters/stacks.js');
      const { systemPause } = await import('../../handlers/adapters/pause.js');
      const { deployHook } = await import('../commands/deploy-hook.js');
      const ports = { connect: connectStacks, pause: systemPause, newId: randomUUID };
      ended(
        await deployHook(
          options,
          { ...ports, callerIn: (region) => createCaller(new STSClient({ region })) },
          terminal,
        ),
      );
    });

  deploy
    .command('stacksets')
    .description(
      'deploy everything else in StackSets, with `deliver: stacksets`; needs credentials of the management account',
    )
    .addOption(config())
    .option('--dry-run', 'show what would be changed, and change nothing', false)
    .action(async (options: ConfigOptions & { readonly dryRun: boolean }) => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      const { createCaller } = await import('../../handlers/adapters/stacks.js');
      const { stackSetCodes } = await import('../../handlers/adapters/stack-sets.js');
      const { systemPause } = await import('../../handlers/adapters/pause.js');
      const { deployStackSets } = await import('../commands/deploy-stacksets.js');
      const ports = { connect: connectStackSets, pause: systemPause };
      ended(
        await deployStackSets(
          options,
          { ...ports, callerIn: (region) => createCaller(new STSClient({ region }), stackSetCodes) },
          terminal,
        ),
      );
    });
};
