import type { ApplicationPlan, PlannedCredential } from '../schemas/generated/events/application-plan.types';
import type { AccountFacts, IdentityProvider, Policy } from './compiled-policy';
import type { ObservedRole } from './observed';
import { isLiteral, matcher } from './pattern';
import type { Reason } from './reasons';

/** Microsoft Entra keeps at most so many federated credentials in an application. */
export const maxFederatedCredentials = 20;

/** The subjects that may sign in as the caller, or why the role cannot be bound. */
export type ChosenCredentials =
  | { readonly kind: 'chosen'; readonly credentials: readonly PlannedCredential[] }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] };

/**
 * Chooses the federated credentials of a role. The role's tag names one subject, which the policy must allow; without
 * the tag only subjects without a wildcard apply. So a tag selects among what the policy allows and adds nothing to it.
 */
export const chooseCredentials = (policy: Policy, role: ObservedRole): ChosenCredentials => {
  const { tag, allowed } = policy.federatedCredentials;
  const asked = tag !== undefined && Object.hasOwn(role.tags, tag) ? role.tags[tag] : undefined;
  const credentials = allowed.flatMap(({ issuer, subjects }) =>
    asked === undefined
      ? subjects.filter(isLiteral).map((subject) => credential(issuer, subject))
      : subjects.some((pattern) => matcher(pattern)(asked)) && isPlainSubject(asked)
        ? [credential(issuer, asked)]
        : [],
  );
  if (asked !== undefined && credentials.length === 0) {
    const because = `The tag ${String(tag)} asks for the subject ${asked}, which the policy ${policy.name} does not allow.`;
    return { kind: 'refused', reasons: [{ code: 'subject-not-allowed', because }] };
  }
  const distinct = [...new Map(credentials.map((c) => [`${c.issuer}\n${c.subject}`, c])).values()];
  if (distinct.length > maxFederatedCredentials) {
    const because = `The policy ${policy.name} names ${distinct.length} subjects; an application holds at most ${maxFederatedCredentials}.`;
    return { kind: 'refused', reasons: [{ code: 'too-many-credentials', because }] };
  }
  return { kind: 'chosen', credentials: distinct };
};

/**
 * The application that a role with a caller of its own needs. `knownClientIds` are those that the factory has registered
 * for a role of this name before. IAM takes role names for the same whatever their case.
 */
export const ownApplication = (
  account: AccountFacts,
  role: ObservedRole,
  identityProvider: IdentityProvider,
  credentials: readonly PlannedCredential[],
  knownClientIds: readonly string[],
): ApplicationPlan => {
  const uniqueName = uniqueNameOf(account.id, role.name);
  return {
    identityProvider: identityProvider.name,
    uniqueName,
    displayName: uniqueName,
    identifierUri: `api://${identityProvider.tenantId}/${encodeURIComponent(uniqueName)}`,
    tags: ['oidc-factory', `aws-account:${account.id}`, `aws-role:${role.name}`],
    knownClientIds: [...knownClientIds],
    federatedCredentials: [...credentials],
  };
};

/** The unique name of the application of a role. */
export const uniqueNameOf = (account: string, roleName: string): string => `aws-${account}-${roleName.toLowerCase()}`;

const credential = (issuer: string, subject: string): PlannedCredential => ({
  name: `subject-${fingerprint(`${issuer}\n${subject}`)}`,
  issuer,
  subject,
});

/**
 * A tag's value becomes a subject as it stands: it must not be read as a pattern by anybody later, and have nothing in it
 * that people do not see. Spaces within are fine: names of Azure DevOps have them.
 */
const isPlainSubject = (subject: string): boolean =>
  isLiteral(subject) && /^[^\p{C}\p{Z}\p{DI}]+( +[^\p{C}\p{Z}\p{DI}]+)*$/u.test(subject);

/** FNV-1a over two offsets, 64 bits in all: a short name, not a proof. */
const fingerprint = (text: string): string =>
  [0x811c9dc5, 0x01234567]
    .map((offset) => {
      let hash = offset;
      for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
      return hash.toString(16).padStart(8, '0');
    })
    .join('');
