import type {
  HandOverStep,
  ListHandOverStep,
  UnlistHandOverStep,
} from '../../../schemas/generated/documents/scenario.types';
import { SimulationError } from '../../errors';
import { revise } from '../publish';
import type { StepReport } from '../report';
import type { Stage } from '../stage';
import { handMade } from './by-hand';

/** An administrator of the tenant makes the factory the only owner of an application and of its service principal. */
export const handOver = ({ application: name }: HandOverStep, stage: Stage): StepReport => {
  const { clientId } = handMade(stage, name);
  for (const { entra, factory } of stage.tenants.values()) {
    const { applications, servicePrincipals } = entra.directory;
    const owners = [factory.servicePrincipalId];
    for (const one of applications.live()) if (one.appId === clientId) applications.put({ ...one, owners });
    for (const one of servicePrincipals.live()) if (one.appId === clientId) servicePrincipals.put({ ...one, owners });
  }
  const text = `client id ${clientId}\nowned by the factory alone`;
  return { title: `hand the application ${name} over`, details: [{ label: 'application', text }] };
};

/** The YAML lists an application as handed over. */
export const listHandOver = async ({ application, ...whose }: ListHandOverStep, stage: Stage): Promise<StepReport> => {
  await revise({ listHandOver: { ...whose, application: clientIdOf(application, stage) } }, stage);
  const { account = '', role = '', shared } = whose;
  const caller = shared === undefined ? `${role} in ${account}` : `the shared caller ${shared}`;
  return { title: `list the application ${application} as handed over for ${caller}`, details: [] };
};

/** The YAML lists it no longer. */
export const unlistHandOver = async ({ application }: UnlistHandOverStep, stage: Stage): Promise<StepReport> => {
  await revise({ unlistHandOver: { application: clientIdOf(application, stage) } }, stage);
  return { title: `list the application ${application} no longer`, details: [] };
};

/** @throws SimulationError `step-refused` where it is neither a client id nor the name of an application. */
const clientIdOf = (application: string, stage: Stage): string => {
  if (/^[0-9a-f-]{36}$/.test(application)) return application;
  const found = stage.handMade.get(application);
  if (found !== undefined) return found.clientId;
  throw new SimulationError('step-refused', `The scenario registers no application ${application} before this step.`);
};
