import { parseArn } from '../arn';
import { compareText } from '../compare';
import { hostAndPathOf, sameIssuer } from '../issuer';
import { type AllowedIssuers, mayBeCreated, maySignIn } from './allowed-issuers';

/** The issuers in use in an account, each as a URL, as a provider's ARN, or as host and path. */
export interface AccountIssuers {
  /** Account id. */
  readonly account: string;
  /** Of every OIDC provider in the account, managed or not. */
  readonly providers: readonly string[];
  /** The roles that trust an issuer, by name or ARN, with the issuers that their trust policies name. */
  readonly roles: readonly { readonly role: string; readonly issuers: readonly string[] }[];
}

/** An issuer whose tokens the resource control policy would keep from roles of an account. */
export interface SignInCut {
  readonly account: string;
  /** Host and path. */
  readonly issuer: string;
  /** The roles that trust the issuer, sorted. */
  readonly roles: readonly string[];
  /**
   * Whether the account has a provider for the issuer. Without one only an issuer that STS knows by itself, such as
   * `cognito-identity.amazonaws.com`, could sign in, so that nothing may be lost.
   */
  readonly hasProvider: boolean;
}

/** A provider that only the exempted roles could create again under the service control policy, once it is gone. */
export interface CreationCut {
  readonly account: string;
  /** Host and path. */
  readonly issuer: string;
}

/** What the guardrails would cut off; each list sorted by account and issuer. */
export interface GuardrailCuts {
  readonly signIns: readonly SignInCut[];
  readonly creations: readonly CreationCut[];
}

/** Says what the guardrails would cut off in accounts that they are attached to; nothing is asked of the cloud. */
export const guardrailCuts = (allowed: AllowedIssuers, accounts: readonly AccountIssuers[]): GuardrailCuts => {
  const isSignInAllowed = maySignIn(allowed);
  const isCreationAllowed = mayBeCreated(allowed);
  const sorted = accounts.toSorted((a, b) => compareText(a.account, b.account));
  return {
    signIns: sorted.flatMap(({ account, providers, roles }) => {
      const present = sortedIssuers(providers);
      return sortedIssuers(roles.flatMap(({ issuers }) => issuers))
        .filter((issuer) => !isSignInAllowed(issuer))
        .map((issuer) => ({
          account,
          issuer,
          roles: [...new Set(roles.filter(({ issuers }) => trusts(issuers, issuer)).map(({ role }) => role))].sort(),
          hasProvider: present.some((one) => sameIssuer(one, issuer)),
        }));
    }),
    creations: sorted.flatMap(({ account, providers }) =>
      sortedIssuers(providers)
        .filter((issuer) => !isCreationAllowed(issuer))
        .map((issuer) => ({ account, issuer })),
    ),
  };
};

const sortedIssuers = (written: readonly string[]): readonly string[] => [...new Set(written.map(bare))].sort();

const trusts = (issuers: readonly string[], issuer: string): boolean => issuers.some((one) => bare(one) === issuer);

/** Host and path of an issuer, however it is written. */
const bare = (issuer: string): string =>
  parseArn(issuer)?.resource.replace(/^oidc-provider\//, '') ?? hostAndPathOf(issuer);
