import { readFile } from 'node:fs/promises';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes, type ExitCode } from './exit-codes';
import type { CanAssumeOptions } from './commands/can-assume';
import type { ImportOptions } from './commands/import';
import type { InventoryOptions } from './commands/inventory';
import type { HistoryOptions } from './commands/history';
import type { PauseOptions, ResumeOptions } from './commands/pause';
import type { PlanOptions } from './commands/plan';
import type { ReportOptions } from './commands/report';
import type { ReconcileOptions } from './commands/reconcile';
import type { FactoryAccess } from './commands/confirm';
import type { WhoCanOptions } from './commands/who-can';
import type { Executions } from '../federation/executions';
import type { History } from '../federation/history';
import { names } from '../federation/names';
import type { Environment } from '../handlers/environment';
import type { PauseStore } from '../federation/pause-store';
import type { Stacks } from '../federation/stacks';
import { version } from '../package.json';
import { interruption } from './interruption';
import { added, atOnce, milliseconds, roleName } from './options';
import { tellFailure } from './tell-failure';
import type { Terminal } from './terminal';

interface ConfigOptions {
  readonly config: string;
}

interface OutputOptions extends ConfigOptions {
  readonly output: 'text' | 'json';
}

interface RevokeWords extends OutputOptions {
  readonly account?: string;
  readonly lift: boolean;
  readonly wait: boolean;
}

/**
 * Runs a command line. Nothing is thrown: whatever goes wrong is told on the terminal.
 * @param words what stands behind `oidc-factory`.
 * @param environment where the clouds are, if elsewhere: AZURE_AUTHORITY_HOST and GRAPH_ENDPOINT. The SDKs read their own.
 */
export const run = async (
  words: readonly string[],
  terminal: Terminal,
  environment: Environment = {},
): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.done;
  const program = createProgram(terminal, environment, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.unknownOption' && words[0]?.startsWith('-') === true)
        terminal.err('Options stand behind the command: `oidc-factory COMMAND --config DIR`.');
      return error.exitCode === 0 ? exitCodes.done : exitCodes.error;
    }
    tellFailure(error, terminal);
    return exitCodes.error;
  }
};

/** Each command is loaded when it is called: most do without the local organization, and all without its second. */
const createProgram = (terminal: Terminal, environment: Environment, ended: (code: ExitCode) => void): Command => {
  const program = new Command('oidc-factory')
    .description('Secretless cross-cloud federation for AWS organizations, from YAML.')
    .version(version)
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.err(text.trimEnd());
      },
    });
  const config = (): Option => new Option('--config <dir>', 'the folder of the configuration').default('config');
  const output = (): Option =>
    new Option('-o, --output <format>', 'how to answer').choices(['text', 'json']).default('text');

  program
    .command('validate')
    .description('check the configuration and say all that is wrong with it')
    .addOption(config())
    .addOption(output())
    .action(async (options: OutputOptions) => {
      const { validate } = await import('./commands/validate.js');
      ended(await validate(options, terminal));
    });

  program
    .command('synth')
    .description('generate manifest.yaml and templates/ from the configuration')
    .addOption(config())
    .addOption(output())
    .option('--out <dir>', 'the folder that the package is written to', '.')
    .option('--check', 'compare only: fail where a generated file is not up to date', false)
    .action(async (options: OutputOptions & { readonly out: string; readonly check: boolean }) => {
      const { synth } = await import('./commands/synth.js');
      ended(await synth(options, terminal));
    });

  program
    .command('plan')
    .description('say what the configuration would change of what an inventory shows, and what is wrong there')
    .addOption(config())
    .requiredOption('--inventory <file>', 'the inventory, an account a line; `-` reads standard input')
    .addOption(
      new Option('-o, --output <format>', 'how to answer').choices(['text', 'json', 'markdown']).default('text'),
    )
    .option('--out <file>', 'write the plan with its hash to a file, for apply')
    .option('--against <ref>', 'tell only what the edit since a revision of git changes')
    .option('--detailed-exitcode', 'end with 2 where there is something to do or to see', false)
    .action(async (options: PlanOptions) => {
      const { plan } = await import('./commands/plan.js');
      ended(await plan(options, () => new Date(), terminal));
    });

  program
    .command('report')
    .description('report on an organization: one page with coverage, findings, and who may use which role')
    .addOption(config())
    .requiredOption('--inventory <file>', 'the inventory, an account a line; `-` reads standard input')
    .addOption(
      new Option('-o, --output <format>', 'the page, or for machines all of it (json) or its findings (csv, asff)')
        .choices(['html', 'json', 'csv', 'asff'])
        .default('html'),
    )
    .option('--out <file>', 'the file that it is written to; without it, standard output')
    .option('--since <file>', 'an earlier report, html or json: say what has changed since')
    .option('--detailed-exitcode', 'end with 2 where there is a finding that no exemption accepts', false)
    .action(async (options: ReportOptions) => {
      const { report } = await import('./commands/report.js');
      ended(await report(options, () => new Date(), terminal));
    });

  program
    .command('rehearse')
    .description('play a scenario in a local organization made from the configuration')
    .argument('<scenario>', 'the scenario file')
    .addOption(config())
    .addOption(output())
    .option('--inventory <file>', 'write the inventory of the local organization to a file at the end')
    .action(async (scenario: string, options: OutputOptions & { readonly inventory?: string }) => {
      const { rehearse } = await import('./commands/rehearse.js');
      ended(await rehearse({ ...options, scenario }, terminal));
    });

  program
    .command('can-assume')
    .description("say whether a role's trust policy admits a token, and which condition decides")
    .requiredOption('--token <file>', 'the token, or its claims as JSON; `-` reads standard input')
    .requiredOption('--role-arn <arn>', 'the ARN of the role')
    .option('--trust <file>', "the role's trust policy, or what `aws iam get-role` answers")
    .option('--inventory <file>', 'an inventory that has the role, in the place of its trust policy')
    .addOption(config())
    .addOption(output())
    .option('--detailed-exitcode', 'end with 2 where the token is refused', false)
    .action(async (options: CanAssumeOptions) => {
      const { canAssume } = await import('./commands/can-assume.js');
      ended(await canAssume(options, { read: readInput, now: () => new Date() }, terminal));
    });

  program
    .command('who-can')
    .description('list who may assume a role, by which statement, and whether the policies named them')
    .argument('<role>', 'the name of the role, or its ARN')
    .addOption(config())
    .requiredOption('--inventory <file>', 'the inventory; `-` reads standard input')
    .option('--account <account>', 'id or name of the account, where there are several roles of that name')
    .addOption(output())
    .option('--detailed-exitcode', 'end with 2 where somebody is admitted whom no policy named', false)
    .action(async (role: string, options: Omit<WhoCanOptions, 'role'>) => {
      const { whoCan } = await import('./commands/who-can.js');
      ended(await whoCan({ ...options, role }, () => new Date(), terminal));
    });

  program
    .command('inventory')
    .description('read the live accounts in scope into an inventory; needs a role to assume in each of them')
    .addOption(config())
    .requiredOption('--out <file>', 'the file that the inventory is written to')
    .requiredOption('--role <name>', 'the role that is assumed in each account, a reading one of your own', roleName)
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
    .action(async (options: InventoryOptions) => {
      const { openLiveSources } = await import('./inventory/open-sources.js');
      const { endpointsIn } = await import('../handlers/adapters/microsoft-clouds.js');
      const { systemPause } = await import('../handlers/adapters/pause.js');
      const { inventory } = await import('./commands/inventory.js');
      const open = openLiveSources(endpointsIn(environment));
      const interrupted = interruption(process);
      const ports = { open, now: () => new Date(), pause: systemPause, signal: interrupted.signal };
      ended(await inventory(options, ports, terminal).finally(interrupted.forget));
    });

  program
    .command('import')
    .description('write what an inventory shows to be federated by hand as configuration, as it is')
    .addOption(config())
    .requiredOption('--inventory <file>', 'the inventory, an account a line')
    .option('--into <dir>', 'the folder to write to, in the place of that of the configuration')
    .option('--force', 'write over a file that says something else', false)
    .addOption(output())
    .action(async (options: ImportOptions) => {
      const { importConfiguration } = await import('./commands/import.js');
      ended(await importConfiguration(options, () => new Date(), terminal));
    });

  program
    .command('lock')
    .description('read AWS Organizations and write the lock file; needs credentials of the management account')
    .addOption(config())
    .action(async (options: ConfigOptions) => {
      const { OrganizationsClient } = await import('@aws-sdk/client-organizations');
      const { organizationReader } = await import('../handlers/adapters/organizations.js');
      const { lock } = await import('./commands/lock.js');
      ended(await lock(options, organizationReader(new OrganizationsClient({})), terminal));
    });

  program
    .command('deploy')
    .description('deploy what no pipeline deploys')
    .command('hook')
    .description('deploy the lifecycle hook; needs credentials of the management account')
    .addOption(config())
    .option('--dry-run', 'show what would be changed, and change nothing', false)
    .action(async (options: ConfigOptions & { readonly dryRun: boolean }) => {
      const { randomUUID } = await import('node:crypto');
      const { STSClient } = await import('@aws-sdk/client-sts');
      const { createCaller } = await import('../handlers/adapters/stacks.js');
      const { systemPause } = await import('../handlers/adapters/pause.js');
      const { deployHook } = await import('./commands/deploy-hook.js');
      const ports = { connect: connectStacks, pause: systemPause, newId: randomUUID };
      ended(
        await deployHook(
          options,
          { ...ports, callerIn: (region) => createCaller(new STSClient({ region })) },
          terminal,
        ),
      );
    });

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
      const { systemPause } = await import('../handlers/adapters/pause.js');
      const ports = { connect, pause: systemPause, now: () => new Date(), newId: randomUUID };
      const { revoke } = await import('./commands/revoke.js');
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
      const { systemPause } = await import('../handlers/adapters/pause.js');
      const ports = { connect, pause: systemPause, now: () => new Date(), newId: randomUUID };
      const { reconcile } = await import('./commands/reconcile.js');
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
      const { systemPause } = await import('../handlers/adapters/pause.js');
      const ports = {
        connect: connectFactory,
        read: readInput,
        pause: systemPause,
        now: () => new Date(),
        newId: randomUUID,
      };
      const { apply } = await import('./commands/apply.js');
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
      const { confirm } = await import('./commands/confirm.js');
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
      const { pause } = await import('./commands/pause.js');
      ended(await pause(options, pausePorts, terminal));
    });

  scoped(program.command('resume'))
    .description('end a pause; needs credentials of the factory account')
    .action(async (options: ResumeOptions) => {
      const { resume } = await import('./commands/pause.js');
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
      const { history } = await import('./commands/history.js');
      ended(await history({ ...options, role }, { connect: connectHistory }, terminal));
    });

  return program;
};

/** Loads the clients only once something is to be answered. */
const connectTable = async (region: string): Promise<FactoryAccess> => {
  const { factoryAccess } = await import('../handlers/adapters/factory-access.js');
  return factoryAccess(region);
};

/** Loads the clients only once the log is to be read. */
const connectHistory = async (region: string): Promise<History> => {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { createHistory } = await import('../handlers/adapters/history.js');
  return createHistory(new DynamoDBClient({ region }), new STSClient({ region }), names.table);
};

/** Loads the clients only once the parameter is to be read. */
const connectPauses = async (region: string): Promise<PauseStore> => {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { createPauseStore } = await import('../handlers/adapters/pause-store.js');
  return createPauseStore(new SSMClient({ region }), new STSClient({ region }));
};

/** Loads the client only once something is to be started. */
const connect = async (region: string): Promise<Executions> => {
  const { SFNClient } = await import('@aws-sdk/client-sfn');
  const { createExecutions } = await import('../handlers/adapters/executions.js');
  return createExecutions(new SFNClient({ region }));
};

/** Loads the clients only once something is to be carried out. */
const connectFactory = async (place: { readonly region: string; readonly factoryAccount: string }) => {
  const [executions, { factoryBucket }] = await Promise.all([
    connect(place.region),
    import('../handlers/adapters/factory-bucket.js'),
  ]);
  return { executions, bucket: factoryBucket(place) };
};

const connectStacks = async (region: string): Promise<Stacks> => {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const { createStacks } = await import('../handlers/adapters/stacks.js');
  return createStacks(new CloudFormationClient({ region }), region);
};

/** The text of a file, or of standard input. */
const readInput = async (file: string): Promise<string> => {
  if (file !== '-') return readFile(file, 'utf8');
  const { text } = await import('node:stream/consumers');
  return text(process.stdin);
};
