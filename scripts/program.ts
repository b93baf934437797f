import { Command, CommanderError } from 'commander';
import type { Environment } from '../handlers/environment';
import { version } from '../package.json';
import { addFactoryCommands } from './command-line/factory';
import { addOfflineCommands } from './command-line/offline';
import { addOrganizationCommands } from './command-line/organization';
import { exitCodes, type ExitCode } from './exit-codes';
import { tellFailure } from './tell-failure';
import type { Terminal } from './terminal';

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
  const commandLine = { program, terminal, environment, ended };
  addOfflineCommands(commandLine);
  addOrganizationCommands(commandLine);
  addFactoryCommands(commandLine);
  return program;
};
