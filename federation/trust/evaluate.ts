import { parseArn } from '../arn';
import { evaluateConditions, type ConditionResult, type RequestContext } from './conditions';
import { parseTrustPolicy, type TrustStatement } from './document';
import { wildcardMatcher } from './wildcard';

/** Who asks to assume a role. */
export type TrustPrincipal =
  | { readonly kind: 'federated'; readonly arn: string }
  | { readonly kind: 'aws'; readonly account: string; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string };

/** A request to assume a role. */
export interface TrustRequest {
  /** `sts:AssumeRoleWithWebIdentity`, `sts:AssumeRole`. */
  readonly action: string;
  readonly principal: TrustPrincipal;
  readonly context: RequestContext;
}

/** Whether a trust policy admits a request, and what decided; `statement` counts from 0. */
export type TrustDecision =
  | { readonly decision: 'granted'; readonly statement: number }
  | {
      readonly decision: 'denied';
      /** A sentence. */
      readonly because: string;
      readonly statement?: number;
      /** The condition that did not hold, or that made a Deny hold. */
      readonly condition?: ConditionResult;
    };

/**
 * Evaluates a trust policy by IAM's documented logic: an explicit Deny wins, one Allow is enough, everything else is
 * denied. An operator that is unknown here never makes an Allow hold and never makes a Deny fail.
 */
export const evaluateTrust = (trustPolicy: string, request: TrustRequest): TrustDecision => {
  const policy = parseTrustPolicy(trustPolicy);
  if (policy === undefined) return { decision: 'denied', because: 'The trust policy is not a policy document.' };

  const candidates = policy.statements
    .map((statement, index) => ({
      statement,
      index,
      conditions: evaluateConditions(statement.condition, request.context, policy.variables),
    }))
    .filter(
      ({ statement }) => concernsAction(statement, request.action) && concernsPrincipal(statement, request.principal),
    );

  for (const { statement, index, conditions } of candidates) {
    if (statement.effect === 'Deny' && conditions.every((c) => c.holds !== false)) {
      const condition = conditions[0];
      return {
        decision: 'denied',
        because: 'A statement denies it.',
        statement: index,
        ...(condition && { condition }),
      };
    }
  }
  const allows = candidates.filter(({ statement }) => statement.effect === 'Allow');
  const granting = allows.find(({ conditions }) => conditions.every((c) => c.holds === true));
  if (granting !== undefined) return { decision: 'granted', statement: granting.index };

  const nearest = allows[0];
  const condition = nearest?.conditions.find((c) => c.holds !== true);
  return nearest !== undefined && condition !== undefined
    ? { decision: 'denied', because: describeCondition(condition), statement: nearest.index, condition }
    : { decision: 'denied', because: 'No statement names the principal and the action.' };
};

/** A condition that did not hold, as a sentence. */
export const describeCondition = (condition: ConditionResult): string => {
  const wanted = condition.wanted.join(' or ');
  if (condition.holds === undefined) return `The operator ${condition.operator} of ${condition.key} is not understood.`;
  if (condition.got === undefined) {
    const absent = /^(aws|sts):/i.test(condition.key)
      ? 'what a request has there is not known here'
      : 'the request has no such key';
    return `${condition.operator} ${condition.key} wants ${wanted}; ${absent}.`;
  }
  return `${condition.operator} ${condition.key} wants ${wanted}; the request has ${condition.got.join(', ')}.`;
};

/** Whether a statement is about an action. Action names are taken whatever their case. */
export const concernsAction = (statement: TrustStatement, action: string): boolean =>
  statement.actions.some((pattern) => pattern === action || wildcardMatcher(pattern, { ignoreCase: true })(action)) !==
  statement.notAction;

const concernsPrincipal = (statement: TrustStatement, principal: TrustPrincipal): boolean =>
  namesPrincipal(statement.principals, principal) !== statement.notPrincipal;

/**
 * Whether a principal element is for everybody: `*`, which under `AWS` means the same; under the other kinds IAM does
 * not document it, so that it is taken for the worst. Source: the IAM user guide, «Principal», «All principals».
 */
export const namesEverybody = (principals: TrustStatement['principals']): boolean =>
  Object.values(principals).some((names) => names.includes('*'));

const namesPrincipal = (principals: TrustStatement['principals'], principal: TrustPrincipal): boolean => {
  if (namesEverybody(principals)) return true;
  switch (principal.kind) {
    case 'federated':
      return principals['Federated']?.includes(principal.arn) ?? false;
    case 'service':
      return principals['Service']?.includes(principal.name) ?? false;
    case 'aws':
      return principals['AWS']?.some((name) => isAwsPrincipal(name, principal)) ?? false;
  }
};

const isAwsPrincipal = (name: string, principal: { readonly account: string; readonly arn: string }): boolean => {
  if (name === principal.account || name === principal.arn) return true;
  const arn = parseArn(name);
  return arn?.service === 'iam' && arn.resource === 'root' && arn.account === principal.account;
};
