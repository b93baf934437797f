import type { BindingSettings } from '../../schemas/generated/documents/bindings.types';
import type { ExemptionSettings } from '../../schemas/generated/documents/exemptions.types';
import type { HandOverSettings } from '../../schemas/generated/documents/hand-overs.types';
import type { IdentityProviderSettings } from '../../schemas/generated/documents/identity-providers.types';
import type { OrganizationLockDocument } from '../../schemas/generated/documents/organization-lock.types';
import type { OrganizationDocument } from '../../schemas/generated/documents/organization.types';
import type { PolicySettings } from '../../schemas/generated/documents/policies.types';
import type { WorkflowDocument } from '../../schemas/generated/documents/workflow.types';
import type { Position } from './diagnostics';

/** Finds the place of a key or item of a document; of the nearest one above it where it is absent. */
export type Locate = (path: readonly (string | number)[]) => Position;

/** A value of the configuration together with where it stands; `at` takes paths from the value itself. */
export interface Located<T> {
  readonly value: T;
  readonly at: Locate;
}

/** The whole configuration, checked: every document valid by its schema, every reference resolved. */
export interface Configuration {
  readonly organization: Located<OrganizationDocument>;
  readonly lock: Located<OrganizationLockDocument>;
  readonly identityProviders: readonly Located<IdentityProviderSettings>[];
  readonly policies: readonly Located<PolicySettings>[];
  readonly bindings: readonly Located<BindingSettings>[];
  readonly handOvers: readonly Located<HandOverSettings>[];
  readonly exemptions: readonly Located<ExemptionSettings>[];
  readonly workflows: readonly Located<WorkflowDocument>[];
}

/** A file of the configuration as it was read. `path` is what diagnostics name. */
export interface ConfigurationFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}
