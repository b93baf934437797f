import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  compareDiagnostics,
  compileExemptions,
  compilePolicy,
  hasErrors,
  loadConfiguration,
  policyHash,
  readConfigurationFolder,
  type Configuration,
  type Diagnostic,
  type FolderContents,
} from '../customizations/configuration';
import { guardrailScope } from '../customizations/guardrails/scope';
import { compileWorkflows, type CompiledWorkflow } from '../customizations/workflows';
import type { GeneratedFile } from '../customizations/generated-file';
import type { CompiledPolicy } from '../federation/compiled-policy';
import type { Exemption } from '../federation/findings';
import type { GuardrailScope } from '../federation/guardrails/scope';
import { builtFolder } from './built-folder';

/** A configuration without an error, compiled. */
export interface CheckedProject {
  readonly configuration: Configuration;
  readonly policy: CompiledPolicy;
  readonly policyHash: string;
  readonly workflows: readonly CompiledWorkflow[];
  readonly exemptions: readonly Exemption[];
  /** Where there are any. */
  readonly guardrails?: GuardrailScope;
}

/** What came of reading a configuration; `project` only where there is no error. */
export interface ReadProject {
  readonly project?: CheckedProject;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
}

/** Reads and checks everything below a folder; all that is wrong is reported at once. */
export const readProject = async (folder: string): Promise<ReadProject> => {
  return checkProject(await readConfigurationFolder(folder));
};

/** Checks a configuration that was read already, from wherever it is. */
export const checkProject = (contents: FolderContents): ReadProject => {
  const loaded = loadConfiguration(contents.files);
  const { configuration } = loaded;
  const workflows = compileWorkflows(loaded.workflows);
  const found = [
    ...contents.diagnostics,
    ...(contents.files.length > 0 ? loaded.diagnostics : []),
    ...workflows.diagnostics,
  ];
  const diagnostics = found.toSorted(compareDiagnostics);
  const files = contents.files.length;
  if (configuration === undefined || hasErrors(diagnostics)) return { diagnostics, files };
  const policy = compilePolicy(configuration);
  const exemptions = compileExemptions(configuration);
  const guardrails = guardrailScope(configuration, policy);
  const project = {
    configuration,
    policy,
    policyHash: policyHash(policy),
    workflows: workflows.compiled,
    exemptions,
    ...(guardrails !== undefined && { guardrails }),
  };
  return { project, diagnostics, files };
};

/** What synthesis made of a project; nothing should be written where there is an error. */
export interface Generated {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Generates the package. The CDK is loaded here, and not before: other commands do without its second. */
export const generate = async (project: CheckedProject): Promise<Generated> => {
  const { synthesize } = await import('../customizations/synthesize.js');
  return synthesize({ ...project, bundles: await readBundles() });
};

/** The functions' code, as the package brings it along. */
const readBundles = async () => {
  const folder = await builtFolder('bundles');
  const read = (name: string): Promise<string> => readFile(path.join(folder, `${name}.js`), 'utf8');
  const [dispatcher, accountSteps, directorySteps] = await Promise.all([
    read('dispatcher'),
    read('account-steps'),
    read('directory-steps'),
  ]);
  return { dispatcher, accountSteps, directorySteps };
};
