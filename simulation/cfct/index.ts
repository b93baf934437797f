/**
 * Customizations for AWS Control Tower: reads manifest.yaml, handed in parsed, and deploys its resources as StackSets in
 * the order in which they stand there, to the accounts and organizational units that it names and to no others.
 */
export { Cfct } from './cfct';
export { parseManifest, type StackSet } from './manifest';
export { accountsOf } from './targets';
