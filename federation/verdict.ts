import type { PlannedCredential } from '../schemas/generated/events/caller-plan.types';
import { oidcProviderArn } from './arn';
import { chooseCredentials } from './callers';
import type {
  AccountFacts,
  BindingPolicy,
  CompiledPolicy,
  DeclaredBinding,
  IdentityProvider,
  Policy,
} from './compiled-policy';
import { enforcementAt } from './enforcement';
import { handedOverTo } from './hand-overs';
import { hostAndPathOf } from './issuer';
import { brokenLimits } from './limits';
import { decidingPolicy, matchesOrganizationalUnit } from './matching';
import { placeholderAudience } from './names';
import type { ObservedRole } from './observed';
import { isProtectedRole } from './protected-roles';
import { describePause, pauseIn, type StandingPause } from './pauses';
import type { Reason } from './reasons';
import type { BindingRecord } from './records';
import { trustsSentinel } from './sentinel';
import { rulesOf, termsOf } from './terms';
import { parseTrustPolicy, type TrustPolicy } from './trust/document';
import { adoptable } from './trust/adoption';
import { managedStatements, type ManagedProvider } from './trust/managed-statements';
import { beyondRules, type OutsideRules } from './trust/outside-statements';
import { openPublicIssuers } from './trust/public-issuers';
import { mismatch, missesOf, reportsOnly, revoked } from './verdict-reasons';

/**
 * What the policies say of one role. The policy of a verdict has as its enforcement what is in force. `bind`: it gets
 * the binding of the plan. `audit`: it would, but the policy only reports, or somebody has paused it. `refuse`: a policy is for it, and it does not
 * keep to the policy. `leave`: no policy is for it, or it keeps to one that binds nothing.
 */
export type Verdict =
  | {
      readonly kind: 'bind' | 'audit';
      readonly policy: BindingPolicy;
      readonly identityProvider: IdentityProvider;
      /** The outside jobs that may sign in as the caller. */
      readonly credentials: readonly PlannedCredential[];
      readonly reasons: readonly Reason[];
    }
  | {
      readonly kind: 'refuse';
      readonly policy: Policy;
      readonly outside?: OutsideTerms;
      readonly reasons: readonly Reason[];
    }
  | { readonly kind: 'leave'; readonly outside?: OutsideTerms; readonly reasons: readonly Reason[] };

/** Whom a policy for an outside issuer names, where a role trusts that issuer. */
export interface OutsideTerms extends OutsideRules {
  /** Without its scheme. */
  readonly issuer: string;
}

/** What is known of a role beside what IAM shows. */
export interface RoleHistory {
  /** Every audience that the factory has given a role of this name. */
  readonly audiences: readonly string[];
  /** Whether its binding was cut off by hand. */
  readonly isRevoked: boolean;
  /** The moment of the decision: a policy may be enforced from some day on only. */
  readonly now: Date;
  /** The policy that its binding is of. */
  readonly boundBy?: string;
  /** What somebody has paused. */
  readonly pauses?: readonly StandingPause[];
}

/** What the record of a role tells of it. */
export const historyOf = (
  record: BindingRecord | undefined,
  now: Date,
  pauses: readonly StandingPause[] = [],
): RoleHistory => ({
  audiences: record?.audiences ?? [],
  isRevoked: record?.state === 'revoked',
  now,
  ...(record !== undefined && record.state !== 'unbound' && { boundBy: record.policy }),
  pauses,
});

/**
 * Says what the policies make of a role, and why. Under a pause, of the policy that is for the role or of the one that it
 * is bound by, it is as if the policy only reported.
 * @param trust the role's trust policy, where it is parsed already.
 */
export const decide = (
  role: ObservedRole,
  account: AccountFacts,
  history: RoleHistory,
  policy: CompiledPolicy,
  trust = parseTrustPolicy(role.trustPolicy),
): Verdict => {
  const matching = decidingPolicy(policy.policies, account, role);
  const pause = pauseIn(account, policy, [matching?.name, history.boundBy], history.pauses);
  if (pause === undefined) return judge(role, account, history, policy, trust, matching);
  const reportingOnly: Policy | undefined = matching && { ...matching, enforcement: 'audit' };
  const verdict = judge(role, account, history, policy, trust, reportingOnly);
  const paused: Reason = { code: 'paused', because: describePause(pause) };
  // What the policy itself says of reporting is not what holds the role up, unless it does so without a pause too.
  const isOwnAudit = matching === undefined || inForce(matching, history.now).enforcement === 'audit';
  const reasons = verdict.reasons.filter(({ code }) => isOwnAudit || code !== 'enforcement-audit');
  return { ...verdict, reasons: [...reasons, paused] };
};

const judge = (
  role: ObservedRole,
  account: AccountFacts,
  history: RoleHistory,
  policy: CompiledPolicy,
  trust: TrustPolicy | undefined,
  matching: Policy | undefined,
): Verdict => {
  const outside = outOfScope(account, policy);
  if (outside !== undefined) return { kind: 'leave', reasons: [outside] };

  if (isProtectedRole(role)) {
    return leave('protected-role', `The role ${role.path}${role.name} is one that the factory never touches.`);
  }

  if (matching === undefined) {
    return leave('no-policy-matches', `No policy is for the role; it misses ${missesOf(policy, account, role)}.`);
  }
  const deciding = inForce(matching, history.now);
  const terms = termsOf(deciding, policy);
  if (terms === undefined)
    return leave('no-policy-matches', `The policy ${deciding.name} names no known identity provider.`);

  if (trust === undefined) return leave('trust-unreadable', 'The trust policy is not a policy document.');
  if (trustsSentinel(trust)) {
    return leave('sentinel-role', 'The role trusts the issuer of Microsoft Sentinel, which the factory never touches.');
  }
  const audit: Reason = { code: 'enforcement-audit', because: reportsOnly(matching) };
  const ifAudit = deciding.enforcement === 'enforce' ? [] : [audit];
  const provider = managedProvider(policy, account.id, terms.provider);
  const statements = managedStatements(trust, provider, [placeholderAudience, ...history.audiences]).map((one) =>
    terms.kind === 'outside'
      ? one
      : adoptable(one, provider, terms.policy.caller, handedOverTo(terms.policy.caller, account.id, role.name, policy)),
  );
  if (statements.length === 0) {
    const none = leave('no-trust-statement', `The role has no trust statement for ${terms.provider.name}.`);
    return { ...none, reasons: [...none.reasons, ...(terms.kind === 'outside' ? ifAudit : [])] };
  }
  // Only Microsoft Entra is known never to issue a token for the placeholder.
  const others = [
    ...policy.identityProviders.map((provider) => ({ provider, closed: [placeholderAudience] })),
    ...policy.outsideProviders.map((provider) => ({ provider, closed: [] })),
  ]
    .filter((other) => other.provider !== terms.provider)
    .flatMap((other) => managedStatements(trust, managedProvider(policy, account.id, other.provider), other.closed));
  const refusals = [
    ...(history.isRevoked ? [revoked] : []),
    ...mismatch(declaredBinding(policy, account.id, role.name), deciding),
    ...statements.flatMap((one) =>
      terms.kind === 'outside' ? beyondRules(one, provider, rulesOf(terms)) : one.foreignBecause,
    ),
    ...others.flatMap(({ foreignBecause }) => foreignBecause),
    ...openPublicIssuers(trust),
    ...brokenLimits(deciding, role, account),
  ];
  if (terms.kind === 'outside') {
    const outside = { issuer: provider.hostAndPath, ...rulesOf(terms) };
    if (refusals.length > 0) return { kind: 'refuse', policy: deciding, outside, reasons: refusals };
    const within = leave('trust-within-policy', `The trust policy is within what the policy ${deciding.name} allows.`);
    return { ...within, outside, reasons: [...within.reasons, ...ifAudit] };
  }

  const credentials = chooseCredentials(deciding, role.tags);
  if (refusals.length > 0 || credentials.kind === 'refused')
    return {
      kind: 'refuse',
      policy: deciding,
      reasons: [...refusals, ...(credentials.kind === 'refused' ? credentials.reasons : [])],
    };
  const matched: Reason = { code: 'policy-matches', because: `The policy ${deciding.name} is for the role.` };
  return {
    kind: deciding.enforcement === 'enforce' ? 'bind' : 'audit',
    policy: terms.policy,
    identityProvider: terms.provider,
    credentials: credentials.credentials,
    reasons: [matched, ...ifAudit],
  };
};

/** Whether a role that is there can have a declared binding: one that is bound, or lacks the trust statement only. */
export const canBeDeclared = ({ kind, reasons }: Verdict): boolean =>
  kind === 'bind' || (kind === 'leave' && reasons.every(({ code }) => code === 'no-trust-statement'));

/** Whether a role keeps to a policy for an outside issuer that is enforced, so that nothing is to be told of it. */
export const isWithinPolicy = (verdict: Verdict): boolean =>
  verdict.kind === 'leave' && verdict.reasons.every(({ code }) => code === 'trust-within-policy');

/** A policy with what it does at a moment as its enforcement. */
const inForce = (policy: Policy, now: Date): Policy => {
  const enforcement = enforcementAt(policy, now);
  return enforcement === policy.enforcement ? policy : { ...policy, enforcement };
};

/** The binding that the YAML declares for a role; IAM takes role names for the same whatever their case. */
export const declaredBinding = (
  { bindings }: CompiledPolicy,
  account: string,
  roleName: string,
): DeclaredBinding | undefined =>
  bindings.find((binding) => binding.account === account && binding.role.toLowerCase() === roleName.toLowerCase());

/** The provider of an identity provider in an account. */
export const managedProvider = (
  policy: CompiledPolicy,
  account: string,
  identityProvider: Pick<IdentityProvider, 'issuer'>,
): ManagedProvider => {
  const hostAndPath = hostAndPathOf(identityProvider.issuer);
  return { hostAndPath, arn: oidcProviderArn(policy.organization.partition, account, hostAndPath) };
};

/** Why an account is out of scope; undefined where it is in. */
export const outOfScope = (account: AccountFacts, policy: CompiledPolicy): Reason | undefined => {
  const { organizationalUnits, excludedAccounts } = policy.targets;
  if (account.departed !== undefined) {
    const because = `The account ${account.id} ${account.departed === 'closed' ? 'is closed' : 'has left the organization'}.`;
    return { code: 'account-departed', because };
  }
  if (excludedAccounts.includes(account.id))
    return { code: 'account-excluded', because: `The account ${account.id} is excluded.` };
  if (!matchesOrganizationalUnit(account.organizationalUnit, organizationalUnits)) {
    return {
      code: 'account-out-of-scope',
      because: `The account ${account.id} is in ${account.organizationalUnit}, which is no target.`,
    };
  }
  return undefined;
};

const leave = (code: Reason['code'], because: string): Extract<Verdict, { kind: 'leave' }> => ({
  kind: 'leave',
  reasons: [{ code, because }],
});
