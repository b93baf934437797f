/**
 * The configuration: reads the YAML of a folder with its positions, checks it by the schemas and across files, and
 * compiles it into the policy that the functions read. Whatever is wrong becomes a diagnostic; nothing is thrown.
 */
export { compileExemptions } from './compile-exemptions';
export { compilePolicy, policyHash } from './compile-policy';
export type { Configuration, ConfigurationFile, Locate, Located } from './configuration';
export {
  compareDiagnostics,
  type Diagnostic,
  diagnostic,
  type DiagnosticCode,
  diagnosticCodes,
  formatDiagnostic,
  hasErrors,
  type Position,
  visible,
} from './diagnostics';
export { type Loaded, loadConfiguration } from './load';
export { didYouMean } from './near-miss';
export { readOrganization, type ReadOrganization } from './lock/read-organization';
export { renderLockFile } from './lock/render-lock-file';
export { type FolderContents, isConfigurationFile, readConfigurationFolder } from './read-folder';
export { type ConfigurationEdit, editConfiguration } from './revise';
export { type LoadedScenario, loadScenario } from './scenario';
