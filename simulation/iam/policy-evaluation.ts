import { evaluateConditions, type RequestContext } from '../../federation/trust/conditions';
import { describeCondition } from '../../federation/trust/evaluate';
import { wildcardMatcher } from '../../federation/trust/wildcard';
import { listOf, objectOf, textsOf, type JsonObject } from '../json';

/** What is asked of a policy; the context's keys are in lower case. */
export interface AccessRequest {
  /** `iam:GetRole`. */
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** What policies say of a request, and why. */
export type AccessDecision =
  | { readonly decision: 'allowed' }
  | { readonly decision: 'denied'; readonly explicit: boolean; readonly because: string };

/** Who asks, to a resource policy. */
export type PolicyPrincipal =
  | { readonly kind: 'aws'; readonly account: string; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string };

/**
 * Evaluates the identity policies of a role: an explicit Deny wins, one Allow is enough, everything else is denied.
 * Source: the IAM user guide, «Policy evaluation logic».
 */
export const evaluateIdentityPolicies = (policies: readonly unknown[], request: AccessRequest): AccessDecision =>
  decide(policies.flatMap(statementsOf), request);

/** Evaluates the policy of a bus, a queue or the like for one principal, by the same logic. */
export const evaluateResourcePolicy = (
  policy: unknown,
  principal: PolicyPrincipal,
  request: AccessRequest,
): AccessDecision =>
  decide(
    statementsOf(policy).filter((statement) => concernsPrincipal(statement, principal)),
    request,
  );

const decide = (statements: readonly JsonObject[], request: AccessRequest): AccessDecision => {
  const concerned = statements
    .filter((statement) => concernsRequest(statement, request))
    .map((statement) => ({ statement, conditions: evaluateConditions(statement['Condition'], request.context) }));

  const deny = concerned.find(
    ({ statement, conditions }) => statement['Effect'] === 'Deny' && conditions.every((c) => c.holds !== false),
  );
  if (deny !== undefined) {
    return {
      decision: 'denied',
      explicit: true,
      because: `${nameOf(deny.statement)} denies ${request.action} on ${request.resource}.`,
    };
  }
  const allows = concerned.filter(({ statement }) => statement['Effect'] === 'Allow');
  if (allows.some(({ conditions }) => conditions.every((c) => c.holds === true))) return { decision: 'allowed' };

  const failing = allows.flatMap(({ conditions }) => conditions).find((c) => c.holds !== true);
  const because =
    failing === undefined
      ? `No statement allows ${request.action} on ${request.resource}.`
      : describeCondition(failing);
  return { decision: 'denied', explicit: false, because };
};

const statementsOf = (policy: unknown): readonly JsonObject[] => listOf(objectOf(policy)['Statement']).map(objectOf);

const nameOf = (statement: JsonObject): string =>
  typeof statement['Sid'] === 'string' ? `The statement ${statement['Sid']}` : 'A statement';

const concernsRequest = (statement: JsonObject, request: AccessRequest): boolean =>
  matchesOneOf(statement, 'Action', 'NotAction', (pattern) => matcher(pattern, true)(request.action)) &&
  matchesOneOf(statement, 'Resource', 'NotResource', (pattern) =>
    matcher(substitute(pattern, request.context), false)(request.resource),
  );

const matchesOneOf = (
  statement: JsonObject,
  key: string,
  notKey: string,
  matches: (pattern: string) => boolean,
): boolean => (notKey in statement ? !textsOf(statement[notKey]).some(matches) : textsOf(statement[key]).some(matches));

/** The patterns of the generated policies are few, and asked for on every call. */
const matchers = { exact: new Map<string, Matcher>(), anyCase: new Map<string, Matcher>() };

type Matcher = ReturnType<typeof wildcardMatcher>;

const matcher = (pattern: string, ignoreCase: boolean): Matcher => {
  const some = ignoreCase ? matchers.anyCase : matchers.exact;
  const known = some.get(pattern);
  if (known !== undefined) return known;
  const made = wildcardMatcher(pattern, { ignoreCase });
  // A story can bring up patterns of its own without end.
  if (some.size < 10_000) some.set(pattern, made);
  return made;
};

/** Policy variables in a resource; one without a value matches nothing. */
const substitute = (pattern: string, context: RequestContext): string =>
  !pattern.includes('${')
    ? pattern
    : pattern.replace(/\$\{([^}]+)\}/g, (whole, key: string) => context[key.toLowerCase()]?.[0] ?? whole);

const concernsPrincipal = (statement: JsonObject, principal: PolicyPrincipal): boolean =>
  'NotPrincipal' in statement
    ? !namesPrincipal(statement['NotPrincipal'], principal)
    : namesPrincipal(statement['Principal'], principal);

const namesPrincipal = (written: unknown, principal: PolicyPrincipal): boolean => {
  if (written === '*') return true;
  const principals = objectOf(written);
  if (principal.kind === 'service') return textsOf(principals['Service']).includes(principal.name);
  return textsOf(principals['AWS']).some(
    (name) =>
      name === '*' ||
      name === principal.account ||
      name === principal.arn ||
      name.endsWith(`:iam::${principal.account}:root`),
  );
};
