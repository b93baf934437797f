import { uniqueNameOf } from '../../../federation/callers';
import type { ScenarioRole, SquatApplicationStep } from '../../../schemas/generated/documents/scenario.types';
import { AwsError } from '../../errors';
import { githubIssuer } from '../../entra';
import { castKey } from '../cast';
import type { Detail, StepReport } from '../report';
import type { Stage, Tenant } from '../stage';

/** The outside job of whoever squats. */
export const squatterSubject = 'repo:squatter/jobs:environment:prod';

/** A user of each tenant, who owns what they register. */
const squatter = '5a000000-0000-4000-8000-000000005a00';

/**
 * Any user of a tenant may register an application, under any name and with any tags. The directory refuses a name that
 * is taken already; then that is all that happens.
 */
export const squatApplication = (step: SquatApplicationStep, stage: Stage): StepReport => {
  const { id } = stage.organization.organization.account(step.account);
  const details = [...stage.tenants.values()].map((tenant) => squat(id, step, tenant, stage));
  return { title: `squat on the name of ${step.role} in ${step.account}`, details };
};

const squat = (
  account: string,
  { role, state, ...step }: SquatApplicationStep,
  { entra }: Tenant,
  stage: Stage,
): Detail => {
  const { directory, tenantId } = entra;
  const uniqueName = uniqueNameOf(account, role);
  const isTaken = directory.applications.all().some((one) => one.uniqueName?.toLowerCase() === uniqueName);
  if (isTaken) return { label: 'directory', text: `refuses it: there is an application ${uniqueName}` };
  const tags = ['oidc-factory', `aws-account:${account}`, `aws-role:${role}`];
  const application = directory.createApplication(
    {
      uniqueName,
      displayName: uniqueName,
      signInAudience: 'AzureADMyOrg',
      requestedAccessTokenVersion: 1,
      identifierUris: [`api://${tenantId}/${encodeURIComponent(uniqueName)}`],
      tags,
    },
    squatter,
  );
  if (step.canSignIn !== false) {
    directory.addCredential(application, {
      name: 'sign-in',
      issuer: githubIssuer,
      subject: squatterSubject,
      audiences: ['api://AzureADTokenExchange'],
      description: null,
    });
  }
  const principal = directory.createServicePrincipal(application.appId, { tags }, squatter);
  const registered = directory.applications.current(application);
  if (state === 'deleted') directory.deleteApplication(registered);
  stage.squatters.set(castKey(step.account, role), {
    clientId: application.appId,
    servicePrincipalId: principal.id,
    objects: [registered, principal],
  });
  return {
    label: 'application',
    text: `${uniqueName} (${application.appId})${state === 'deleted' ? ', deleted' : ''}`,
  };
};

/** Somebody with rights in the directory deletes the application of a role's caller. */
export const deleteApplication = ({ account, role }: ScenarioRole, { organization, tenants }: Stage): StepReport => {
  const { id } = organization.organization.account(account);
  const uniqueName = uniqueNameOf(id, role);
  const details = [...tenants.values()].flatMap(({ entra: { directory } }) => {
    const found = directory.applications.live().find((one) => one.uniqueName?.toLowerCase() === uniqueName);
    if (found === undefined) return [];
    directory.deleteApplication(found);
    return [{ label: 'application', text: `${uniqueName} (${found.appId})` }];
  });
  if (details.length === 0) throw new AwsError('NoSuchEntity', `No tenant has a live application ${uniqueName}.`);
  return { title: `delete the application of ${role} in ${account}`, details };
};
