import type {
  AddAudienceStep,
  CreateProviderStep,
  ScenarioProviderRef,
} from '../../../schemas/generated/documents/scenario.types';
import { identityProviderOf } from '../acting';
import type { StepReport } from '../report';
import type { Stage } from '../stage';
import { handMade } from './by-hand';

/** Somebody in the account adds an audience of their own to a provider. */
export const addAudience = (step: AddAudienceStep, stage: Stage): StepReport => {
  const { issuer } = identityProviderOf(stage, step.identityProvider);
  stage.organization.iam(step.account).addClientId(issuer, step.audience);
  return { title: `add the audience ${step.audience} to the provider in ${step.account}`, details: [] };
};

/** Somebody in the account makes the provider for audiences of their own, or adds these to the one that is there. */
export const createProvider = (step: CreateProviderStep, stage: Stage): StepReport => {
  const { account, identityProvider, audience, applications = [] } = step;
  const { issuer } = identityProviderOf(stage, identityProvider);
  const audiences = [
    ...(audience === undefined ? [] : [audience]),
    ...applications.map((name) => handMade(stage, name).clientId),
  ];
  const iam = stage.organization.iam(account);
  if (stage.organization.providers(account).some((one) => one.issuer === issuer))
    for (const one of audiences) iam.addClientId(issuer, one);
  else stage.organization.createProvider(account, issuer, audiences);
  return {
    title: `create the provider of ${identityProvider} in ${account}`,
    details: [{ label: 'audiences', text: audiences.join('\n') || 'none' }],
  };
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
