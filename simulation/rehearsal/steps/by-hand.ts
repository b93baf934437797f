import { providerThumbprint } from '../../../federation/names';
import type { CreateProviderStep, RegisterApplicationStep } from '../../../schemas/generated/documents/scenario.types';
import { githubIssuer } from '../../entra';
import { SimulationError } from '../../errors';
import { identityProviderOf } from '../acting';
import type { StepReport } from '../report';
import { type HandMadeApplication, named, type Stage } from '../stage';

/** Somebody registers an application, as people did before the factory was there. */
export const registerApplication = (
  { application: name, identityProvider }: RegisterApplicationStep,
  stage: Stage,
): StepReport => {
  const { entra } = named(stage.tenants, identityProvider);
  const jobSubject = `repo:by-hand/${name}:environment:prod`;
  const registration = entra.registerStranger({ issuer: githubIssuer, subject: jobSubject }, name);
  stage.handMade.set(name, { ...registration, jobSubject });
  const text = `client id ${registration.clientId}\nservice principal ${registration.servicePrincipalId}`;
  return { title: `register the application ${name} by hand`, details: [{ label: 'application', text }] };
};

/** Somebody makes an OIDC provider for applications of theirs, or adds these to the one that is there. */
export const createProvider = (
  { account, identityProvider, applications }: CreateProviderStep,
  stage: Stage,
): StepReport => {
  const { issuer } = identityProviderOf(stage, identityProvider);
  const audiences = applications.map((name) => handMade(stage, name).clientId);
  const iam = stage.organization.iam(account);
  if (stage.organization.providers(account).some((one) => one.issuer === issuer))
    for (const audience of audiences) iam.addClientId(issuer, audience);
  else iam.createOpenIdConnectProvider(issuer, audiences, [providerThumbprint]);
  return {
    title: `make the provider of ${identityProvider} in ${account} by hand`,
    details: [{ label: 'audiences', text: audiences.join('\n') }],
  };
};

/** An application that the scenario has registered by hand. @throws SimulationError `step-refused` */
export const handMade = (stage: Stage, name: string): HandMadeApplication => {
  const found = stage.handMade.get(name);
  if (found !== undefined) return found;
  throw new SimulationError('step-refused', `The scenario registers no application ${name} before this step.`);
};
