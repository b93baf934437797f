import type { OutsideKind } from './compiled-policy';
import { rememberLast } from './remember-last';

/** What is known of an issuer, or of a family of issuers. */
export interface IssuerProfile {
  readonly id: string;
  readonly kind: OutsideKind;
  /** The forms of its subjects, the newest last. */
  readonly versions: readonly string[];
  /** The issuer's host and path, without a slash at the end. */
  readonly issuer: RegExp;
  readonly subjectExample: string;
  /**
   * Why a subject admits more than one customer's, group's or namespace's tokens; undefined where it does not. Whether a whole organization, or any branch of a repository, may come is for a policy to say.
   */
  readonly tooWide: (subject: string) => string | undefined;
  /** Where the issuer goes out of use, with the day from which it issues nothing, if that is known. */
  readonly retiring?: { readonly from?: string; readonly because: string; readonly instead: string };
}

/** A subject with a wildcard must begin with this, in letters that stand for themselves. */
const unless =
  (beginning: RegExp, because: string): IssuerProfile['tooWide'] =>
  (subject) => {
    const at = subject.search(/[*?]/);
    return at < 0 || beginning.test(subject.slice(0, at)) ? undefined : because;
  };

/** Organization names of GitHub have neither `/` nor `@`; the latter begins the id in the form that never changes. */
const github = unless(
  /^(repo|repository|job_workflow_ref):[^/:@]+[/@]|^(repository_owner|repository_owner_id|repository_id):[^:]+:/,
  'It admits repositories of organizations that are not named. Write the whole name of one and the `/` behind it, as in `repo:acme/*`.',
);
/**
 * Everybody may say of what claims the subjects of his own repositories are composed: one that names neither repository
 * nor owner can be anybody's. Source: GitHub's reference on OpenID Connect, «Customizing the subject claims».
 */
const sharedGithub: IssuerProfile['tooWide'] = (subject) =>
  github(subject) ??
  (/(^|:)(repo|repository(_owner)?(_id)?|(job_)?workflow_ref|enterprise(_id)?):[^:]+/.test(subject)
    ? undefined
    : 'It names no owner, and everybody can have the subjects of his repositories composed so. Begin with the owner, as in `repo:acme/payments:…`.');
const gitlab = unless(
  /^project_path:[^/:]+\//,
  'It admits projects of groups that are not named. Write the whole name of one and the `/` behind it, as in `project_path:acme/*`.',
);
const namespaced = unless(
  /^system:serviceaccount:[^:]+:/,
  'It admits service accounts of namespaces that are not named. Write the whole name of one and the `:` behind it, as in `system:serviceaccount:payments:*`.',
);
const organization = unless(
  /^organization:[^:]+:/,
  'It admits organizations that are not named. Write the whole name of one and the `:` behind it, as in `organization:acme:*`.',
);
const exact = unless(/^(?!)/, 'The subjects of this issuer have no parts in common. Write each of them out.');

/**
 * The issuers that are known, the more special ones first. Sources: the vendors' pages on their OIDC tokens; GitHub's on
 * immutable subject claims; Microsoft's on converting service connections to the Microsoft Entra issuer.
 */
export const issuerProfiles: readonly IssuerProfile[] = [
  {
    id: 'github',
    kind: 'github',
    versions: ['repo:ORGANIZATION/REPOSITORY:…', 'repo:ORGANIZATION@ID/REPOSITORY@ID:… (new since 15 July 2026)'],
    issuer: /^token\.actions\.githubusercontent\.com$/,
    subjectExample: 'repo:acme/payments:environment:prod',
    tooWide: sharedGithub,
  },
  {
    id: 'github-enterprise',
    kind: 'github',
    versions: ['repo:ORGANIZATION/REPOSITORY:…', 'repo:ORGANIZATION@ID/REPOSITORY@ID:… (new since 15 July 2026)'],
    issuer: /^token\.actions\.githubusercontent\.com\/[^/]+$/,
    subjectExample: 'repo:acme@123456/payments@456789:environment:prod',
    tooWide: github,
  },
  {
    id: 'github-legacy',
    kind: 'github',
    versions: ['repo:ORGANIZATION/REPOSITORY:…'],
    issuer: /^vstoken\.actions\.githubusercontent\.com$/,
    subjectExample: 'repo:acme/payments:ref:refs/heads/main',
    tooWide: sharedGithub,
    retiring: {
      because: 'GitHub has not issued tokens under this name since its preview.',
      instead: 'https://token.actions.githubusercontent.com',
    },
  },
  {
    id: 'gitlab',
    kind: 'gitlab',
    versions: ['project_path:GROUP/PROJECT:ref_type:TYPE:ref:REF'],
    issuer: /^gitlab\.com$/,
    subjectExample: 'project_path:acme/payments:ref_type:branch:ref:main',
    tooWide: gitlab,
  },
  {
    id: 'terraform-cloud',
    kind: 'terraform-cloud',
    versions: ['organization:ORGANIZATION:project:PROJECT:workspace:WORKSPACE:run_phase:PHASE'],
    issuer: /^app\.terraform\.io$/,
    subjectExample: 'organization:acme:project:payments:workspace:prod:run_phase:*',
    tooWide: organization,
  },
  {
    id: 'azure-devops',
    kind: 'azure-devops',
    versions: ['sc://ORGANIZATION/PROJECT/CONNECTION'],
    issuer: /^vstoken\.dev\.azure\.com\/[^/]+$/,
    subjectExample: 'sc://acme/payments/aws-prod',
    tooWide: unless(
      /^sc:\/\/[^/]+\/[^/]+\//,
      'It admits service connections of projects that are not named. Write the whole names of organization and project, as in `sc://acme/payments/*`.',
    ),
    retiring: {
      from: '2027-07-01',
      because: 'Microsoft retires the issuer of Azure DevOps for service connections in its public cloud.',
      instead: 'https://login.microsoftonline.com/TENANT/v2.0',
    },
  },
  {
    id: 'azure-devops-entra',
    kind: 'azure-devops',
    versions: ['/eid1/c/pub/t/TENANT/a/APPLICATION/sc/ORGANIZATION/CONNECTION'],
    issuer: /^login\.microsoftonline\.com\/[^/]+\/v2\.0$/,
    subjectExample: '/eid1/c/pub/t/TENANT/a/APPLICATION/sc/ORGANIZATION/CONNECTION',
    tooWide: unless(
      /^\/eid1\/c\/[^/]+\/t\/[^/]+\/a\/[^/]+\/sc\/[^/]+\//,
      'It admits callers of the tenant that are no service connection of one organization. Write the subject up to the organization and the `/` behind it.',
    ),
  },
  {
    id: 'eks',
    kind: 'kubernetes',
    versions: ['system:serviceaccount:NAMESPACE:NAME'],
    issuer: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/[0-9A-Fa-f]+$/,
    subjectExample: 'system:serviceaccount:payments:worker',
    tooWide: namespaced,
  },
  {
    id: 'kubernetes',
    kind: 'kubernetes',
    versions: ['system:serviceaccount:NAMESPACE:NAME'],
    issuer: /^(container\.googleapis\.com\/v1\/projects\/.+|[a-z0-9-]+\.oic\.prod-aks\.azure\.com\/.+)$/,
    subjectExample: 'system:serviceaccount:payments:worker',
    tooWide: namespaced,
  },
  {
    id: 'bitbucket',
    kind: 'oidc',
    versions: ['{REPOSITORY}:{STEP}', '{REPOSITORY}:{ENVIRONMENT}:{STEP}'],
    issuer: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    subjectExample: '{8a7b6c5d-0000-4000-8000-1234567890ab}:*',
    tooWide: unless(
      /^\{[0-9a-f-]{36}\}:/,
      'It admits repositories of the workspace that are not named. Begin with the id of one, in braces, and the `:` behind it.',
    ),
  },
  {
    id: 'circleci',
    kind: 'oidc',
    versions: ['org/ORGANIZATION/project/PROJECT/user/USER'],
    issuer: /^oidc\.circleci\.com\/org\/[^/]+$/,
    subjectExample: 'org/ORGANIZATION/project/PROJECT/user/*',
    tooWide: unless(
      /^org\/[^/]+\//,
      'It admits organizations that are not named. Begin with the whole id of one, as in `org/ORGANIZATION/project/*`.',
    ),
  },
  {
    id: 'buildkite',
    kind: 'oidc',
    versions: ['organization:ORGANIZATION:pipeline:PIPELINE:ref:REF:commit:COMMIT:step:STEP'],
    issuer: /^agent\.buildkite\.com$/,
    subjectExample: 'organization:acme:pipeline:payments:ref:refs/heads/main:*',
    tooWide: organization,
  },
  {
    id: 'cognito',
    kind: 'oidc',
    versions: ['REGION:IDENTITY'],
    issuer: /^cognito-identity\.amazonaws\.com$/,
    subjectExample: 'eu-west-1:8a7b6c5d-0000-4000-8000-1234567890ab',
    tooWide: exact,
  },
  {
    id: 'google',
    kind: 'oidc',
    versions: ['a number'],
    issuer: /^accounts\.google\.com$/,
    subjectExample: '100000000000000000001',
    tooWide: exact,
  },
];

/** The profile of an issuer, which is given without its scheme. */
export const profileOf = rememberLast((hostAndPath): IssuerProfile | undefined => {
  const wanted = hostAndPath.replace(/\/$/, '');
  return issuerProfiles.find(({ issuer }) => issuer.test(wanted));
});

/**
 * Why a subject admits more of an issuer than anybody can mean; undefined where it does not.
 * @param issuer with or without its scheme.
 * @param kind what an issuer that is not in the table is taken for, such as a GitLab of one's own.
 */
export const tooWideFor = (issuer: string, subject: string, kind?: OutsideKind): string | undefined => {
  if (/^[*?]/.test(subject)) return 'It begins with a wildcard, so that anybody of the issuer may come.';
  const known =
    profileOf(issuer.replace(/^https:\/\//, '')) ??
    issuerProfiles.find((profile) => kind !== 'oidc' && profile.kind === kind);
  return known?.tooWide(subject);
};
