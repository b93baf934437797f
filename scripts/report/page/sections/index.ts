/**
 * The sections of the report's page, one file each, in the order in which they stand there. They make elements of what a
 * report says, and neither read nor filter anything.
 */
export { changesSection } from './changes';
export { exemptionsSection } from './exemptions';
export { findingsSection } from './findings';
export type { FirstRows } from './frame';
export { headline } from './headline';
export { masthead } from './masthead';
export { organizationSection } from './organization';
export { rolesSection } from './roles';
