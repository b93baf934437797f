import type { Configuration } from '../configuration/configuration';
import type { GeneratedFile } from '../generated-file';
import { stackSetDefinitions } from './definitions';

/** Where the list of StackSets lies. */
export const stackSetsPath = 'stack-sets.json';

/** Renders the list of StackSets, so that a review shows what goes where. */
export const renderStackSets = (configuration: Configuration): GeneratedFile => {
  const generated = 'Generated from config/; run `oidc-factory synth` to renew it.';
  const list = { generated, stackSets: stackSetDefinitions(configuration) };
  return { path: stackSetsPath, text: `${JSON.stringify(list, null, 2)}\n` };
};
