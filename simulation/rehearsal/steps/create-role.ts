import { bindingParameter } from '../../../federation/names';
import { isObject } from '../../../federation/trust/json';
import type { ManagedProvider } from '../../../federation/trust/managed-statements';
import { pinnedStatement } from '../../../federation/trust/pin';
import { managedProvider } from '../../../federation/verdict';
import type { CreateRoleStep } from '../../../schemas/generated/documents/scenario.types';
import { SimulationError } from '../../errors';
import type { CreateRoleRequest } from '../../iam';
import { parseJson } from '../../json';
import { identityProviderOf } from '../acting';
import { enter } from '../cast';
import type { StepReport } from '../report';
import type { HandMadeApplication, Stage } from '../stage';
import { handMade } from './by-hand';

/** Somebody in the account creates roles: with what the console writes for the standing audience, or as a template does. */
export const createRole = (step: CreateRoleStep, stage: Stage): StepReport => {
  const { account, role, count } = step;
  if (count === undefined)
    return {
      title: `create the role ${role} in ${account}`,
      details: [{ label: 'role', text: createOne(step, stage) }],
    };
  for (let number = 1; number <= count; number += 1) createOne({ ...step, role: `${number}-${role}` }, stage);
  return { title: `create ${count} roles …-${role} in ${account}`, details: [] };
};

/** Answers the role's ARN. */
const createOne = (step: CreateRoleStep, stage: Stage): string => {
  const { organization, policy } = stage;
  const { account, role: roleName, path = '/', tags = {}, permissionsBoundary, maxSessionDuration } = step;
  if (step.application !== undefined && step.trust !== undefined)
    throw new SimulationError('step-refused', 'A role has a trust policy by `trust` or by `application`. Remove one.');
  const provider = identityProviderOf(stage, step.identityProvider);
  const { id } = organization.organization.account(account);
  const trustPolicy =
    step.application !== undefined
      ? pinnedTrust(managedProvider(policy, id, provider), handMade(stage, step.application))
      : step.trust === 'declared'
        ? declaredTrust(account, roleName, stage)
        : organization.consoleTrustPolicy(id, provider.issuer);
  const request: CreateRoleRequest = {
    roleName,
    path,
    tags,
    trustPolicy,
    ...(maxSessionDuration !== undefined && { maxSessionDurationSeconds: maxSessionDuration }),
    ...(permissionsBoundary !== undefined && {
      permissionsBoundary: `arn:${policy.organization.partition}:iam::${id}:policy/${permissionsBoundary}`,
    }),
  };
  const { arn } = organization.createRole(id, request);
  enter(stage, {
    account,
    roleName,
    path,
    tags,
    identityProvider: provider.name,
    trustPolicy,
    request,
    written: trustPolicy,
    ...(step.application !== undefined && { application: step.application }),
  });
  return arn;
};

/** The trust policy of somebody who knows what they do. */
const pinnedTrust = (provider: ManagedProvider, { clientId, servicePrincipalId }: HandMadeApplication): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [pinnedStatement(provider, clientId, [servicePrincipalId])] });

/** The trust policy of a template that reads the published binding. @throws SimulationError `step-refused` */
const declaredTrust = (account: string, roleName: string, { organization }: Stage): string => {
  const parameter = bindingParameter(roleName);
  const published = parseJson(organization.parameter(account, parameter) ?? 'null');
  const statement: unknown = isObject(published) ? published['statement'] : undefined;
  if (isObject(statement)) return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  throw new SimulationError(
    'step-refused',
    `The account ${account} has no parameter ${parameter} with a trust statement; declare the binding, and let it settle, before its role is created.`,
  );
};
