import type { CreateRoleStep } from '../../../schemas/generated/documents/scenario.types';
import { SimulationError } from '../../errors';
import { enter } from '../cast';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Somebody in the account creates a role, with the trust policy that the console writes for the standing audience. */
export const createRole = (step: CreateRoleStep, stage: Stage): StepReport => {
  const { organization, policy } = stage;
  const { account, role: roleName, path = '/', tags = {}, permissionsBoundary, maxSessionDuration } = step;
  const provider = policy.identityProviders.find(({ name }) => name === step.identityProvider);
  if (provider === undefined) {
    throw new SimulationError(
      'unknown-identity-provider',
      `There is no identity provider ${step.identityProvider}; correct the scenario.`,
    );
  }
  const { id } = organization.organization.account(account);
  const { partition } = policy.organization;
  const created = organization.createRole(id, {
    roleName,
    path,
    tags,
    trustPolicy: organization.consoleTrustPolicy(id, provider.issuer),
    ...(maxSessionDuration !== undefined && { maxSessionDurationSeconds: maxSessionDuration }),
    ...(permissionsBoundary !== undefined && {
      permissionsBoundary: `arn:${partition}:iam::${id}:policy/${permissionsBoundary}`,
    }),
  });
  const { trustPolicy } = created;
  enter(stage, { account, roleName, path, tags, identityProvider: provider.name, trustPolicy });
  return { title: `create the role ${roleName} in ${account}`, details: [{ label: 'role', text: created.arn }] };
};
