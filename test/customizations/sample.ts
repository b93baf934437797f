import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compilePolicy, type Configuration, loadConfiguration, policyHash } from '../../customizations/configuration';
import type { StackInput } from '../../customizations/stacks';
import { compileWorkflows } from '../../customizations/workflows';

const folder = path.join(__dirname, '..', '..', 'config');

/** Stands in for a bundle: as much of one as the templates need. */
const bundle = (name: string): string => `exports.handler = async () => "${name}";\n`;

/** The sample configuration of `config/`, with replacements in the text of its files. */
export const sampleConfiguration = (...replacements: readonly (readonly [string, string])[]): Configuration => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  const texts = names.sort().map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
  for (const [search] of replacements) {
    if (!texts.some(({ text }) => text.includes(search))) throw new Error(`The sample has no text "${search}".`);
  }
  const { configuration, diagnostics } = loadConfiguration(
    texts.map(({ name, text }) => ({
      path: `config/${name}`,
      bytes: Buffer.from(replacements.reduce((changed, [search, by]) => changed.replace(search, () => by), text)),
    })),
  );
  if (configuration === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
  return configuration;
};

/** What the templates of a configuration are rendered from, with small stand-ins for the bundles. */
export const inputOf = (configuration: Configuration): StackInput => {
  const policy = compilePolicy(configuration);
  const { compiled, diagnostics } = compileWorkflows(configuration.workflows);
  if (diagnostics.some((one) => one.severity === 'error')) throw new Error(JSON.stringify(diagnostics, null, 1));
  return {
    configuration,
    policy,
    policyHash: policyHash(policy),
    workflows: compiled,
    bundles: {
      dispatcher: bundle('dispatcher'),
      accountSteps: bundle('account-steps'),
      directorySteps: bundle('directory-steps'),
    },
  };
};

/** The same for the sample configuration, with replacements in its text. */
export const sampleInput = (...replacements: readonly (readonly [string, string])[]): StackInput =>
  inputOf(sampleConfiguration(...replacements));
