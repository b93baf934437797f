import { oidcProviderArn } from '../../../federation/arn';
import type { IdentityProvider } from '../../../federation/compiled-policy';
import { hostAndPathOf } from '../../../federation/issuer';
import { isObject } from '../../../federation/trust/json';
import type { EditTrustStep } from '../../../schemas/generated/documents/scenario.types';
import { placeholderAudience } from '../../../federation/names';
import { AwsError, SimulationError } from '../../errors';
import { claimKeys, identityProviderOf, statementsOf, type TrustJson } from '../acting';
import { castRole } from '../cast';
import { trustTimelines } from '../invariants/trust-timelines';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** An audience that nobody registers with the factory. */
const foreignAudience = 'f0000000-0000-4000-8000-00000000f0e1';

/** Somebody in the account edits a role's trust policy. */
export const editTrust = ({ account, role: roleName, form }: EditTrustStep, stage: Stage): StepReport => {
  const { organization, policy } = stage;
  const role = castRole(stage, account, roleName);
  const standing = organization.role(account, roleName);
  if (standing === undefined)
    throw new AwsError('NoSuchEntity', `The role with name ${roleName} cannot be found in ${account}.`);
  const { id } = organization.organization.account(account);
  const provider = identityProviderOf(stage, role.identityProvider);
  const edits: Readonly<Record<EditTrustStep['form'], () => string>> = {
    'as-created': () => role.request.trustPolicy,
    'as-bound': () => lastBound(id, standing.name, stage),
    remove: () => without(standing.trustPolicy, statementsOf(standing.trustPolicy, id, provider, stage)),
    'add-statement': () => withStatement(standing.trustPolicy, forService),
    'add-foreign': () => withStatement(standing.trustPolicy, foreign(policy.organization.partition, id, provider)),
    'drop-subject': () => withoutSubject(standing.trustPolicy, provider),
  };
  const document = edits[form]();
  organization.iam(account).updateAssumeRolePolicy(standing.name, document);
  role.written = document;
  return { title: `edit the trust policy of ${roleName} in ${account}: ${form}`, details: [] };
};

/** @throws SimulationError `step-refused` */
const lastBound = (account: string, roleName: string, stage: Stage): string => {
  const bound = trustTimelines(stage)
    .filter((one) => one.account === account && one.roleName.toLowerCase() === roleName.toLowerCase())
    .flatMap(({ writes }) => writes.flatMap(({ isFactorys, document }) => (isFactorys ? (document ?? []) : [])))
    .findLast((document) => !document.includes(placeholderAudience));
  if (bound !== undefined) return bound;
  throw new SimulationError('step-refused', `The factory has not bound the role ${roleName} before this step.`);
};

const forService = {
  Sid: 'Service',
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { Service: 'ec2.amazonaws.com' },
};

const foreign = (partition: Parameters<typeof oidcProviderArn>[0], account: string, { issuer }: IdentityProvider) => ({
  Sid: 'Foreign',
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: oidcProviderArn(partition, account, hostAndPathOf(issuer)) },
  Condition: { StringEquals: { [`${hostAndPathOf(issuer)}:aud`]: foreignAudience } },
});

/** A policy needs a statement; where none is left, the role is for a service. */
const without = (trustPolicy: string, indexes: readonly number[]): string => {
  const { Statement, ...rest } = read(trustPolicy);
  const left = Statement.filter((_, index) => !indexes.includes(index));
  return JSON.stringify({ ...rest, Statement: left.length === 0 ? [forService] : left });
};

const withStatement = (trustPolicy: string, statement: Readonly<Record<string, unknown>>): string => {
  const { Statement, ...rest } = read(trustPolicy);
  const others = Statement.filter(({ Sid }) => Sid === undefined || Sid !== statement['Sid']);
  return JSON.stringify({ ...rest, Statement: [...others, statement] });
};

const withoutSubject = (trustPolicy: string, provider: IdentityProvider): string => {
  const { Statement, ...rest } = read(trustPolicy);
  const keys = claimKeys(provider, 'sub').map((key) => key.toLowerCase());
  const open = (condition: unknown): unknown =>
    isObject(condition)
      ? Object.fromEntries(
          Object.entries(condition)
            .map(([operator, tests]): [string, unknown] => [
              operator,
              isObject(tests)
                ? Object.fromEntries(Object.entries(tests).filter(([key]) => !keys.includes(key.toLowerCase())))
                : tests,
            ])
            .filter(([, tests]) => !isObject(tests) || Object.keys(tests).length > 0),
        )
      : condition;
  return JSON.stringify({
    ...rest,
    Statement: Statement.map((one) => ('Condition' in one ? { ...one, Condition: open(one['Condition']) } : one)),
  });
};

const read = (trustPolicy: string): TrustJson => {
  const document: unknown = JSON.parse(trustPolicy);
  const statement: unknown = isObject(document) ? document['Statement'] : undefined;
  const statements = (Array.isArray(statement) ? statement : [statement]).filter(isObject);
  return { ...(isObject(document) ? document : {}), Statement: statements };
};
