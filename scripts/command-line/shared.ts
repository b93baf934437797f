import { type Command, Option } from 'commander';
import type { Environment } from '../../handlers/environment';
import type { ExitCode } from '../exit-codes';
import type { Terminal } from '../terminal';

/** What every command is registered with. */
export interface CommandLine {
  readonly program: Command;
  readonly terminal: Terminal;
  /** Where the clouds are, if elsewhere; the SDKs read their own. */
  readonly environment: Environment;
  readonly ended: (code: ExitCode) => void;
}

export interface ConfigOptions {
  readonly config: string;
}

export interface OutputOptions extends ConfigOptions {
  readonly output: 'text' | 'json';
}

/** The folder of the configuration. */
export const config = (): Option => new Option('--config <dir>', 'the folder of the configuration').default('config');

/** How to answer. */
export const output = (): Option =>
  new Option('-o, --output <format>', 'how to answer').choices(['text', 'json']).default('text');
