import type { AccountFacts } from '../compiled-policy';
import type { Finding } from '../findings/finding';
import type { Admission } from '../trust/admissions';
import { widening } from '../trust/widening';

/**
 * What is to be done. `bind`: register what is missing, and pin the trust policy. `declare`: make ready what the YAML
 * declares. `release`: take a living role's binding out. `remove`: take down what a deleted role has left. `revoke`: cut
 * off what was revoked. `remove-audience`, `retire-application`: what nothing accounts for. `create-provider`,
 * `add-standing-audience`: the account's OIDC provider.
 */
export type ActionKind =
  | 'bind'
  | 'declare'
  | 'release'
  | 'remove'
  | 'revoke'
  | 'remove-audience'
  | 'retire-application'
  | 'create-provider'
  | 'add-standing-audience';

/** What an action does to what is there. */
export type ActionEffect = 'create' | 'change' | 'remove';

/** One thing to be done in an account. */
export interface PlannedAction {
  readonly kind: ActionKind;
  readonly effect: ActionEffect;
  /** Name of the role, where it is about one. */
  readonly role?: string;
  /** Name of the policy that decides. */
  readonly policy?: string;
  /** What else it is about: an audience, an application's unique name, an issuer's URL. */
  readonly subject?: string;
  /** Sentences. */
  readonly because: readonly string[];
  /** Who may assume the role with a web identity token now, and afterwards. */
  readonly before: readonly Admission[];
  readonly after: readonly Admission[];
  /** Whether somebody is admitted afterwards who was not before. */
  readonly widens: boolean;
}

/** Who may assume the role now, and can no longer afterwards. Where that cannot be told for sure, somebody is taken to be cut off. */
export const cutOffBy = ({ before, after }: Pick<PlannedAction, 'before' | 'after'>): readonly Admission[] =>
  widening(after, before);

/** What is to be done in an account, and what was found there. */
export interface AccountPlan {
  readonly account: AccountFacts;
  /** Those that widen access first, then by role. */
  readonly actions: readonly PlannedAction[];
  readonly findings: readonly Finding[];
}
