import { Option } from 'commander';
import type { CanAssumeOptions } from '../commands/can-assume';
import type { ImportOptions } from '../commands/import';
import type { PlanOptions } from '../commands/plan';
import type { ReportOptions } from '../commands/report';
import type { WhoCanOptions } from '../commands/who-can';
import { readInput } from './connections';
import { config, output, type CommandLine, type OutputOptions } from './shared';

/** The commands that call no cloud. */
export const addOfflineCommands = ({ program, terminal, ended }: CommandLine): void => {
  program
    .command('validate')
    .description('check the configuration and say all that is wrong with it')
    .addOption(config())
    .addOption(output())
    .action(async (options: OutputOptions) => {
      const { validate } = await import('../commands/validate.js');
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
      const { synth } = await import('../commands/synth.js');
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
      const { plan } = await import('../commands/plan.js');
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
      const { report } = await import('../commands/report.js');
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
      const { rehearse } = await import('../commands/rehearse.js');
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
      const { canAssume } = await import('../commands/can-assume.js');
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
      const { whoCan } = await import('../commands/who-can.js');
      ended(await whoCan({ ...options, role }, () => new Date(), terminal));
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
      const { importConfiguration } = await import('../commands/import.js');
      ended(await importConfiguration(options, () => new Date(), terminal));
    });
};
