import type { OutsideKind } from '../../federation/compiled-policy';

/** What an outside identity provider has where the YAML does not say it. */
interface Defaults {
  readonly issuer?: string;
  readonly audiences?: readonly string[];
}

/**
 * The issuer of each kind, where there is but one, and the audience that its tools ask tokens for towards AWS. Sources:
 * the vendors' pages on signing in to AWS.
 */
const defaults: Readonly<Record<OutsideKind, Defaults>> = {
  github: { issuer: 'https://token.actions.githubusercontent.com', audiences: ['sts.amazonaws.com'] },
  gitlab: { issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'] },
  'terraform-cloud': { issuer: 'https://app.terraform.io', audiences: ['aws.workload.identity'] },
  'azure-devops': { audiences: ['api://AzureADTokenExchange'] },
  kubernetes: { audiences: ['sts.amazonaws.com'] },
  oidc: {},
};

/** What is said of an identity provider, of whatever kind. */
interface Said {
  readonly kind: string;
  readonly issuer?: string;
  readonly audiences?: readonly string[];
}

/** Whether a kind is one of an outside issuer. */
export const isOutsideKind = (kind: string | undefined): kind is OutsideKind =>
  kind !== undefined && Object.hasOwn(defaults, kind);

/** The issuer of an outside identity provider; undefined where it is to be given, and is not. */
export const issuerOf = ({ kind, issuer }: Said): string | undefined =>
  issuer ?? (isOutsideKind(kind) ? defaults[kind].issuer : undefined);

/** The audiences of an outside identity provider; undefined where they are to be given, and are not. */
export const audiencesOf = ({ kind, audiences }: Said): readonly string[] | undefined =>
  audiences ?? (isOutsideKind(kind) ? defaults[kind].audiences : undefined);
