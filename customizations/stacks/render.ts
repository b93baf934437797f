import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { GeneratedFile } from '../generated-file';
import { addAccessRole } from './access-role';
import { addDirectory } from './directory';
import { factoryArns } from './factory-arns';
import { addFactory } from './factory/factory';
import { addForwarding } from './forwarding';
import { addHook } from './hook';
import { addProviders } from './providers';
import { exclusionOf } from './exclusion';
import { addRevokedSessionsPolicy } from './revoked-sessions';
import type { StackInput } from './stack-input';
import { TemplateOnlySynthesizer } from './synthesizer';
import { templatePaths } from './template-paths';

type TemplateName = keyof typeof templatePaths;

/** Fills one template's stack. */
const fill: Readonly<Record<TemplateName, (stack: Stack, input: StackInput) => void>> = {
  directory: addDirectory,
  factory: addFactory,
  account: (stack, input) => {
    const arns = factoryArns(input.policy);
    const inScope = exclusionOf(stack, input.policy.targets.excludedAccounts);
    addAccessRole(stack, input.policy, inScope);
    addRevokedSessionsPolicy(stack, input.policy, inScope);
    addForwarding(stack, arns, inScope);
  },
  provider: addProviders,
  hook: (stack, input) => {
    addHook(stack, input.policy);
  },
};

const descriptions: Readonly<Record<TemplateName, string>> = {
  directory: 'oidc-factory: the factory account, with the function that holds the Entra credential, and nothing else.',
  factory: 'oidc-factory: the factory account, with buses, queue, table, functions and workflows.',
  account: "oidc-factory: a vended account, with the factory's access role and the forwarding of IAM events.",
  provider: 'oidc-factory: the OIDC providers of a vended account. Frozen: an update would wipe their audiences.',
  hook: 'oidc-factory: the management account, with the forwarding of what befalls accounts, and the role that reads them.',
};

/** The templates as a CDK app, one stack a template. Nothing is read from the environment, and nothing is asked of it. */
export const buildApp = (input: StackInput, outdir?: string): App => {
  const app = new App({
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
    autoSynth: false,
    builtinCloudFormationValidation: false,
    ...(outdir === undefined ? {} : { outdir }),
  });
  for (const name of templateNames) {
    const stack = new Stack(app, name, {
      synthesizer: new TemplateOnlySynthesizer(),
      description: descriptions[name],
      analyticsReporting: false,
    });
    fill[name](stack, input);
  }
  return app;
};

const templateNames = [
  'directory',
  'factory',
  'account',
  'provider',
  'hook',
] as const satisfies readonly TemplateName[];

/** Renders the templates. The same input gives the same bytes. */
export const renderTemplates = (input: StackInput): readonly GeneratedFile[] => {
  const outdir = mkdtempSync(path.join(tmpdir(), 'oidc-factory-'));
  try {
    buildApp(input, outdir).synth();
    return templateNames.map((name) => {
      const template: unknown = JSON.parse(readFileSync(path.join(outdir, `${name}.template.json`), 'utf8'));
      return { path: templatePaths[name], text: `${JSON.stringify(template, null, 1)}\n` };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
