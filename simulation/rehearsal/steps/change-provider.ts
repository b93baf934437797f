import type {
  AddAudienceStep,
  CreateProviderStep,
  ScenarioProviderRef,
} from '../../../schemas/generated/documents/scenario.types';
import { identityProviderOf } from '../acting';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Somebody in the account adds an audience of their own to a provider. */
export const addAudience = (step: AddAudienceStep, stage: Stage): StepReport => {
  const { issuer } = identityProviderOf(stage, step.identityProvider);
  stage.organization.iam(step.account).addClientId(issuer, step.audience);
  return { title: `add the audience ${step.audience} to the provider in ${step.account}`, details: [] };
};

/** Somebody in the account makes the provider before the factory's stack does, with an audience of their own. */
export const createProvider = (step: CreateProviderStep, stage: Stage): StepReport => {
  const { issuer } = identityProviderOf(stage, step.identityProvider);
  stage.organization.createProvider(step.account, issuer, step.audience);
  return { title: `create the provider of ${step.identityProvider} in ${step.account}`, details: [] };
};

/** Somebody in the account puts another thumbprint into a provider. */
export const changeThumbprints = ({ account, identityProvider }: ScenarioProviderRef, stage: Stage): StepReport => {
  const { issuer } = identityProviderOf(stage, identityProvider);
  stage.organization.iam(account).updateThumbprints(issuer, ['0'.repeat(40)]);
  return { title: `change the thumbprints of ${identityProvider} in ${account}`, details: [] };
};

/** A stack update puts the template's audiences in the place of the provider's. */
export const wipeAudiences = ({ account, identityProvider }: ScenarioProviderRef, stage: Stage): StepReport => {
  const { issuer } = identityProviderOf(stage, identityProvider);
  stage.organization.wipeAudiences(account, issuer);
  return { title: `wipe the audiences of ${identityProvider} in ${account}`, details: [] };
};

/** Somebody in the account deletes a provider. */
export const deleteProvider = ({ account, identityProvider }: ScenarioProviderRef, stage: Stage): StepReport => {
  const { issuer } = identityProviderOf(stage, identityProvider);
  stage.organization.iam(account).deleteOpenIdConnectProvider(issuer);
  return { title: `delete the provider of ${identityProvider} in ${account}`, details: [] };
};
