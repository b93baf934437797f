import type { CompiledPolicy, Policy } from '../compiled-policy';
import type { ExaminedAccount, ExaminedRole } from '../examine';
import { type FindingId, isFindingId } from '../finding-ids';
import { isKnownIssuer } from '../findings/reading';
import { names, placeholderAudience } from '../names';
import type { Reason } from '../reasons';
import { managedStatements, type ManagedStatement } from '../trust/managed-statements';
import { isWithinPolicy, managedProvider, outOfScope } from '../verdict';
import { entraCaller, type ImportedCaller, outsideCaller, type Reluctance, type Told } from './statement-claims';

/** What a policy asks of roles and keeps asking where another policy takes its roles over. */
export type KeptTerms = Pick<Policy, 'limits' | 'ownerTag' | 'expiry'>;

/** A role that a policy can be written for, so that nothing is to be done to it. */
export interface Candidate {
  readonly account: string;
  readonly role: string;
  readonly path: string;
  readonly identityProvider: string;
  readonly caller: ImportedCaller;
  /** Of the policy that is for the role today, and refuses it. */
  readonly terms?: KeptTerms;
}

/** A federated role that stays as it is. */
export interface LeftOut extends Reluctance {
  readonly account: string;
  readonly role: string;
}

/** What of an account can be brought under the configuration. */
export interface Importable {
  readonly candidates: readonly Candidate[];
  readonly leftOut: readonly LeftOut[];
  /** Roles that the configuration has as they are. */
  readonly managed: number;
  /** Names of the identity providers whose OIDC provider somebody made by hand. */
  readonly providers: readonly string[];
}

/**
 * Says what of an account can be brought under the configuration as it is. Whom a role admits is never guessed: a role is
 * taken where its trust policy pins to the letter what a policy can name, and is told of otherwise.
 */
export const importableOf = (examined: ExaminedAccount): Importable => {
  const { observation, policy } = examined;
  const { id } = observation.account;
  const outside = outOfScope(observation.account, policy);
  const candidates: Candidate[] = [];
  const leftOut: LeftOut[] = [];
  let managed = 0;
  for (const role of examined.roles) {
    const { name } = role.role;
    const told = outside === undefined ? ofRole(role, id, policy) : ofNoScope(role, outside);
    if (told === 'managed') managed += 1;
    else if (told === undefined) continue;
    else if ('because' in told) leftOut.push({ account: id, role: name, ...told });
    else candidates.push({ account: id, role: name, path: role.role.path, ...told });
  }
  return { candidates, leftOut, managed, providers: outside === undefined ? providersByHand(examined) : [] };
};

type Taken = Pick<Candidate, 'identityProvider' | 'caller' | 'terms'>;

const ofNoScope = ({ admissions }: ExaminedRole, { because }: Reason): Reluctance | undefined =>
  admissions.length === 0 ? undefined : { because };

const ofRole = (
  role: ExaminedRole,
  account: string,
  policy: CompiledPolicy,
): Taken | Reluctance | 'managed' | undefined => {
  const { verdict, trust } = role;
  if (verdict.kind === 'bind' || verdict.kind === 'audit' || isKept(role)) return 'managed';
  if (trust === undefined) return { because: because(verdict.reasons), finding: 'trust-unreadable' };
  const kept = verdict.reasons.find(({ code }) => code === 'protected-role' || code === 'sentinel-role');
  const found = [
    ...policy.identityProviders.map((one) => ({
      name: one.name,
      provider: managedProvider(policy, account, one),
      tell: tellEntra(one),
    })),
    ...policy.outsideProviders.map((one) => ({
      name: one.name,
      provider: managedProvider(policy, account, one),
      tell: tellOutside(one),
    })),
  ].flatMap(({ name, provider, tell }) =>
    managedStatements(trust, provider, []).map((statement) => ({ name, told: tell(statement, provider) })),
  );
  const [first] = found;
  if (first === undefined) return ofUnmanaged(role, policy);
  if (kept !== undefined) return { because: kept.because };
  const reluctant = found.find(({ told }) => 'because' in told)?.told;
  if (reluctant !== undefined && 'because' in reluctant) return reluctant;
  if (found.some(({ name }) => name !== first.name))
    return { because: 'The role trusts several identity providers; a policy is for one of them.' };
  const callers = new Map(
    found.flatMap(({ told }) => ('caller' in told ? [[JSON.stringify(told.caller), told.caller]] : [])),
  );
  const [caller, ...others] = callers.values();
  if (caller === undefined) return undefined;
  if (caller.kind === 'existing' && others.length > 0)
    return {
      because: 'Several statements admit different callers; a policy names the same for all.',
      finding: 'trust-statement-foreign',
    };
  const merged = caller.kind === 'existing' ? caller : together([caller, ...others]);
  const refused = refusal(role, caller.kind);
  if (refused !== undefined) return refused;
  const { limits, ownerTag, expiry } = verdict.kind === 'refuse' ? verdict.policy : {};
  const terms = limits && {
    limits,
    ...(ownerTag !== undefined && { ownerTag }),
    ...(expiry !== undefined && { expiry }),
  };
  return { identityProvider: first.name, caller: merged, ...(terms !== undefined && { terms }) };
};

/** Whether a role keeps to a policy for an outside issuer, be it enforced or not. */
const isKept = ({ verdict }: ExaminedRole): boolean =>
  isWithinPolicy(verdict) ||
  (verdict.kind === 'leave' && verdict.reasons.some(({ code }) => code === 'trust-within-policy'));

const tellEntra =
  (one: CompiledPolicy['identityProviders'][number]) =>
  (statement: ManagedStatement, provider: Parameters<typeof entraCaller>[1]): Told =>
    entraCaller(statement, provider, one);
const tellOutside =
  (one: CompiledPolicy['outsideProviders'][number]) =>
  (statement: ManagedStatement, provider: Parameters<typeof outsideCaller>[1]): Told =>
    outsideCaller(statement, provider, one);

const together = (callers: readonly ImportedCaller[]): ImportedCaller => ({
  kind: 'outside',
  subjects: [...new Set(callers.flatMap((each) => (each.kind === 'outside' ? each.subjects : [])))].sort(),
});

/**
 * A policy that registers its callers can have nobody's statement, so that another one may take the role over. What a
 * policy refuses for another reason it refuses on purpose.
 */
const refusal = ({ verdict }: ExaminedRole, kind: ImportedCaller['kind']): Reluctance | undefined => {
  if (verdict.kind !== 'refuse') return undefined;
  const isTakenOver =
    kind === 'existing' &&
    (verdict.policy.caller.kind === 'own-application' || verdict.policy.caller.kind === 'shared') &&
    verdict.reasons.every(({ code }) => code === 'trust-statement-foreign');
  if (isTakenOver) return undefined;
  const finding = verdict.reasons.map(({ code }) => findingOf(code)).find((id) => id !== undefined);
  return {
    because: `The policy ${verdict.policy.name} is for the role, and refuses it. ${because(verdict.reasons)}`,
    ...(finding !== undefined && { finding }),
  };
};

const findingOf = (code: Reason['code']): FindingId | undefined => {
  if (isFindingId(code)) return code;
  return code === 'trust-subject-not-allowed' || code === 'trust-audience-not-allowed'
    ? 'trust-beyond-policy'
    : undefined;
};

const ofUnmanaged = ({ admissions }: ExaminedRole, policy: CompiledPolicy): Reluctance | undefined => {
  const [first] = admissions;
  if (first === undefined) return undefined;
  const isKnown = admissions.every(({ issuer }) => isKnownIssuer(issuer, policy));
  return {
    because: `The role trusts ${first.issuer}, which no identity provider of the YAML is.`,
    finding: isKnown ? 'provider-unmanaged' : 'trust-unknown-issuer',
  };
};

/**
 * Providers that the template must leave alone. The factory's own have the placeholder among their audiences, and besides
 * only what it has registered: where the factory is at work it gives the placeholder to hand-made ones too. One of its own
 * that is left alone by mistake stays as it is, and is kept as before. That of an outside issuer is told from a hand-made one
 * by the factory having been in the account.
 */
const providersByHand = ({ observation, policy }: ExaminedAccount): readonly string[] => {
  const { allProviders, roles, bindings, applications } = observation;
  const registered = new Set([
    placeholderAudience,
    ...bindings.flatMap(({ audiences, clientIds }) => [...audiences, ...clientIds]),
    ...applications.filter(({ isOurs }) => isOurs).map(({ clientId }) => clientId),
  ]);
  const wasThere = bindings.length > 0 || roles.some(({ name }) => name === names.accessRole);
  const isThere = (issuer: string, isOwn: (audiences: readonly string[]) => boolean): boolean =>
    allProviders.some(
      ({ issuer: other, audiences }) => other === issuer && audiences !== undefined && !isOwn(audiences),
    );
  return [
    ...policy.identityProviders.filter(({ issuer }) =>
      isThere(
        issuer,
        (audiences) => audiences.includes(placeholderAudience) && audiences.every((one) => registered.has(one)),
      ),
    ),
    ...policy.outsideProviders.filter(({ issuer }) => isThere(issuer, () => wasThere)),
  ].map(({ name }) => name);
};

const because = (reasons: readonly Reason[]): string => reasons.map((reason) => reason.because).join(' ');
