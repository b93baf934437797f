import { readFile } from 'node:fs/promises';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes, type ExitCode } from './exit-codes';
import type { CanAssumeOptions } from './commands/can-assume';
import type { PlanOptions } from './commands/plan';
import type { WhoCanOptions } from './commands/who-can';
import type { Executions } from '../federation/executions';
import type { Stacks } from '../federation/stacks';
import { version } from '../package.json';
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
 */
export const run = async (words: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.done;
  const program = createProgram(terminal, (ended) => {
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
const createProgram = (terminal: Terminal, ended: (code: ExitCode) => void): Command => {
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

  return program;
};

/** Loads the client only once something is to be started. */
const connect = async (region: string): Promise<Executions> => {
  const { SFNClient } = await import('@aws-sdk/client-sfn');
  const { createExecutions } = await import('../handlers/adapters/executions.js');
  return createExecutions(new SFNClient({ region }));
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
