import type { ValidateFunction } from 'ajv';
import validateBindings from '../../../schemas/generated/documents/bindings.validate';
import validateExemptions from '../../../schemas/generated/documents/exemptions.validate';
import validateHandOvers from '../../../schemas/generated/documents/hand-overs.validate';
import validateIdentityProviders from '../../../schemas/generated/documents/identity-providers.validate';
import validateOrganizationLock from '../../../schemas/generated/documents/organization-lock.validate';
import validateOrganization from '../../../schemas/generated/documents/organization.validate';
import validatePolicies from '../../../schemas/generated/documents/policies.validate';
import validateWorkflow from '../../../schemas/generated/documents/workflow.validate';
import bindings from '../../../schemas/documents/bindings.schema.json';
import exemptions from '../../../schemas/documents/exemptions.schema.json';
import handOvers from '../../../schemas/documents/hand-overs.schema.json';
import identityProviders from '../../../schemas/documents/identity-providers.schema.json';
import organizationLock from '../../../schemas/documents/organization-lock.schema.json';
import organization from '../../../schemas/documents/organization.schema.json';
import policies from '../../../schemas/documents/policies.schema.json';
import workflow from '../../../schemas/documents/workflow.schema.json';
import type { Schema } from './schema';

/** A schema together with the validator that was generated from it. */
export interface CheckedBy {
  readonly schema: Schema;
  readonly validate: ValidateFunction;
}

/** The kinds of documents, each with the schema that its documents keep. */
export const documentKinds = {
  Bindings: { schema: bindings, validate: validateBindings },
  Exemptions: { schema: exemptions, validate: validateExemptions },
  HandOvers: { schema: handOvers, validate: validateHandOvers },
  IdentityProviders: { schema: identityProviders, validate: validateIdentityProviders },
  Organization: { schema: organization, validate: validateOrganization },
  OrganizationLock: { schema: organizationLock, validate: validateOrganizationLock },
  Policies: { schema: policies, validate: validatePolicies },
  Workflow: { schema: workflow, validate: validateWorkflow },
} as const satisfies Record<string, CheckedBy>;

/** The kind of a document. */
export type DocumentKind = keyof typeof documentKinds;

/** Whether a value of `kind` is one that is known. */
export const isDocumentKind = (kind: unknown): kind is DocumentKind =>
  typeof kind === 'string' && Object.hasOwn(documentKinds, kind);

/** Whether a configuration has exactly one document of the kind. */
export const isSingleton = (kind: DocumentKind): boolean => kind === 'Organization' || kind === 'OrganizationLock';

/** The names of the kinds, sorted. */
export const kindNames: readonly string[] = Object.keys(documentKinds).toSorted();
