import type { ApplicationPlan, CallerPlan, PlannedCredential } from '../schemas/generated/events/caller-plan.types';
import type { AccountFacts, BindingCaller, BindingPolicy, IdentityProvider, Policy } from './compiled-policy';
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
export const chooseCredentials = (policy: Policy, roleTags: Readonly<Record<string, string>>): ChosenCredentials => {
  const { tag } = policy.federatedCredentials;
  const asked = tag !== undefined && Object.hasOwn(roleTags, tag) ? roleTags[tag] : undefined;
  if (asked !== undefined) return choose(policy, asked);
  const known = literal.get(policy) ?? choose(policy, undefined);
  literal.set(policy, known);
  return known;
};

/** What a policy chooses without a tag; a policy never changes. */
const literal = new WeakMap<Policy, ChosenCredentials>();

const choose = (policy: Policy, asked: string | undefined): ChosenCredentials => {
  const { tag, allowed } = policy.federatedCredentials;
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

/** The tag of every application and service principal that the factory registers. It finds them, and proves nothing. */
export const factoryTag = 'oidc-factory';

/** The tag of those that are for one account. */
export const accountTag = (account: string): string => `aws-account:${account}`;

/** What a caller is planned from. */
export interface CallerNeeds {
  readonly account: AccountFacts;
  readonly roleName: string;
  readonly policy: BindingPolicy;
  readonly identityProvider: IdentityProvider;
  readonly credentials: readonly PlannedCredential[];
  /** The client ids that the factory has registered before for the application that is the caller. */
  readonly knownClientIds: readonly string[];
  /** The application that the YAML hands over to be the caller. */
  readonly handedOver?: NonNullable<ApplicationPlan['handedOver']>;
}

/** Who is to assume a role, and what must be registered for that. IAM takes role names for the same whatever their case. */
export const planCaller = (needs: CallerNeeds): CallerPlan => {
  const { account, policy, identityProvider } = needs;
  const audienceName = audienceApplicationOf(policy, account.id);
  return {
    identityProvider: identityProvider.name,
    caller: plannedCaller(needs),
    ...(audienceName !== undefined && {
      audienceApplication: application(identityProvider, audienceName, 'audience', [accountTag(account.id)]),
    }),
  };
};

const plannedCaller = ({
  account,
  roleName,
  policy: { caller },
  identityProvider,
  credentials,
  knownClientIds,
  handedOver,
}: CallerNeeds): CallerPlan['caller'] => {
  const known = {
    knownClientIds: [...knownClientIds],
    ...(handedOver !== undefined && { handedOver }),
    federatedCredentials: [...credentials],
  };
  switch (caller.kind) {
    case 'existing':
      return { kind: 'existing', principals: [...caller.principals], audience: caller.audience };
    case 'shared': {
      const tags = [`shared-caller:${caller.name}`];
      const plan = application(identityProvider, sharedNameOf(caller.name), 'caller', tags);
      return {
        kind: 'application',
        application: { ...plan, ...known },
      };
    }
    case 'own-application': {
      const tags = [accountTag(account.id), `aws-role:${roleName}`];
      const plan = application(identityProvider, uniqueNameOf(account.id, roleName), 'caller', tags);
      return {
        kind: 'application',
        application: { ...plan, ...known },
      };
    }
  }
};

const application = (
  { tenantId }: IdentityProvider,
  uniqueName: string,
  purpose: ApplicationPlan['purpose'],
  tags: readonly string[],
): ApplicationPlan => ({
  uniqueName,
  displayName: uniqueName,
  identifierUri: `api://${tenantId}/${encodeURIComponent(uniqueName)}`,
  tags: [factoryTag, ...tags],
  purpose,
  knownClientIds: [],
  federatedCredentials: [],
});

/** The unique name of the application that is a role's caller; undefined where the caller is not the factory's. */
export const callerNameOf = (caller: BindingCaller, account: string, roleName: string): string | undefined => {
  switch (caller.kind) {
    case 'own-application':
      return uniqueNameOf(account, roleName);
    case 'shared':
      return sharedNameOf(caller.name);
    case 'existing':
      return undefined;
  }
};

/** The unique name of the application that an account's tokens are for; undefined where they are for the caller itself. */
export const audienceApplicationOf = ({ audience }: Policy, account: string): string | undefined =>
  audience === 'per-account' ? audienceNameOf(account) : undefined;

/** The unique name of the application of a role. */
export const uniqueNameOf = (account: string, roleName: string): string => `aws-${account}-${roleName.toLowerCase()}`;

/** The unique name of an application that several roles share; no account's id begins with a letter. */
export const sharedNameOf = (name: string): string => `${sharedPrefix}${name}`;

/** Whether a unique name is that of an application that several roles share. */
export const isSharedName = (uniqueName: string): boolean =>
  uniqueName.startsWith(sharedPrefix) && uniqueName.length > sharedPrefix.length;

const sharedPrefix = 'aws-shared-';

/** The account that a unique name is for, as the factory gives them; undefined for a shared one, and for any other. */
export const accountOfName = (uniqueName: string): string | undefined =>
  /^aws-([0-9]{12})(?:-|$)/.exec(uniqueName)?.[1];

/** The unique name of an account's audience application; no role's begins like it and ends there. */
export const audienceNameOf = (account: string): string => `aws-${account}`;

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
