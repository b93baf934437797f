import type { RegisterApplicationStep } from '../../../schemas/generated/documents/scenario.types';
import { githubIssuer } from '../../entra';
import { SimulationError } from '../../errors';
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

/** An application that the scenario has registered by hand. @throws SimulationError `step-refused` */
export const handMade = (stage: Stage, name: string): HandMadeApplication => {
  const found = stage.handMade.get(name);
  if (found !== undefined) return found;
  throw new SimulationError('step-refused', `The scenario registers no application ${name} before this step.`);
};
