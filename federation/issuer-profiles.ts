/** One form that the subjects of an issuer have had. */
export interface SubjectForm {
  /** `classic`, `immutable`: what the issuer's users call it. */
  readonly version: string;
  readonly example: string;
  /** What a subject, or a pattern of subjects, must begin with so that one customer alone can have it. */
  readonly own: RegExp;
}

/** What is known of a family of outside issuers. */
export interface IssuerProfile {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** The issuers of the family, without their scheme. */
  readonly issuers: RegExp;
  /** Whether everybody's tokens have the same issuer, so that the subject alone tells one customer from another. */
  readonly isShared: boolean;
  /** The claim that says who comes. */
  readonly tells: 'sub' | 'aud';
  /** The newest last; none where nothing is known of the subjects. */
  readonly subjects: readonly SubjectForm[];
  /** What is to become of the issuer, as sentences. */
  readonly retiring?: string;
}

const githubSubjects: readonly SubjectForm[] = [
  { version: 'classic', example: 'repo:acme/payments:environment:prod', own: /^repo:[^*?/@]+\// },
  {
    version: 'customized',
    example: 'repository_owner_id:1234:environment:prod',
    own: /^repository(_owner)?_id:\d+(:|$)/,
  },
  {
    version: 'customized by name',
    example: 'job_workflow_ref:acme/pipelines/.github/workflows/deploy.yml@refs/heads/main',
    own: /^(job_workflow_ref:[^*?/]+\/|repository_owner:[^*?:]+(:|$)|repository:[^*?/]+\/)/,
  },
  { version: 'immutable', example: 'repo:acme@1234/payments@5678:environment:prod', own: /^repo:[^*?/@]+@\d+\// },
];

/**
 * The families of outside issuers: what their subjects look like, and what about them is to end. Source: the issuers' own
 * pages on OpenID Connect with AWS; the IAM user guide, «Identity-provider controls for shared OIDC providers».
 */
export const issuerProfiles: readonly IssuerProfile[] = [
  {
    id: 'github',
    name: 'GitHub Actions',
    issuers: /^token\.actions\.githubusercontent\.com(\/[^/]+)?$/,
    isShared: true,
    tells: 'sub',
    subjects: githubSubjects,
  },
  {
    id: 'github-former',
    name: 'GitHub Actions, its former issuer',
    issuers: /^vstoken\.actions\.githubusercontent\.com$/,
    isShared: true,
    tells: 'sub',
    subjects: githubSubjects,
    retiring:
      'GitHub issues no tokens under vstoken.actions.githubusercontent.com any more. Trust token.actions.githubusercontent.com instead.',
  },
  {
    id: 'github-enterprise-server',
    name: 'GitHub Enterprise Server',
    issuers: /^[^/]+\/_services\/token$/,
    isShared: false,
    tells: 'sub',
    subjects: githubSubjects,
  },
  {
    id: 'gitlab',
    name: 'GitLab.com',
    issuers: /^gitlab\.com$/,
    isShared: true,
    tells: 'sub',
    subjects: [
      {
        version: 'by path',
        example: 'project_path:acme/payments:ref_type:branch:ref:main',
        own: /^project_path:[^*?/:]+\//,
      },
    ],
  },
  {
    id: 'terraform-cloud',
    name: 'HCP Terraform',
    issuers: /^app\.terraform\.io$/,
    isShared: true,
    tells: 'sub',
    subjects: [
      {
        version: 'by name',
        example: 'organization:acme:project:payments:workspace:prod:run_phase:apply',
        own: /^organization:[^*?:]+:/,
      },
    ],
  },
  {
    id: 'azure-devops',
    name: 'Azure DevOps, its own issuer',
    issuers: /^vstoken\.dev\.azure\.com\/[0-9a-f-]{36}$/,
    isShared: false,
    tells: 'sub',
    subjects: [
      { version: 'service connection', example: 'sc://acme/payments/aws-prod', own: /^sc:\/\/[^*?/]+\/[^*?/]+\// },
    ],
    retiring:
      "Azure DevOps is to give up its own issuer in 2027; service connections made since have Microsoft Entra's. Convert the service connection, and trust the Entra issuer.",
  },
  {
    id: 'azure-devops-entra',
    name: 'Azure DevOps, by Microsoft Entra',
    issuers: /^login\.microsoftonline\.com\/[0-9a-f-]{36}\/v2\.0$/,
    isShared: false,
    tells: 'sub',
    subjects: [
      {
        version: 'service connection',
        example: '/eid1/c/pub/t/AAAA/a/BBBB/sc/1234/5678',
        own: /^\/eid1\/c\/[a-z]+\/t\/[^*?/]+\/a\/[^*?/]+\/sc\/[^*?/]+\//,
      },
    ],
  },
  {
    id: 'kubernetes-eks',
    name: 'Amazon EKS',
    issuers: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/[0-9A-F]+$/i,
    isShared: false,
    tells: 'sub',
    subjects: [
      {
        version: 'service account',
        example: 'system:serviceaccount:payments:deployer',
        own: /^system:serviceaccount:[^*?:]+:/,
      },
    ],
  },
  {
    id: 'bitbucket',
    name: 'Bitbucket Pipelines',
    issuers: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    isShared: false,
    tells: 'sub',
    subjects: [{ version: 'by id', example: '{repository-uuid}:{step-uuid}', own: /^\{[^*?}]+\}:/ }],
  },
  {
    id: 'circleci',
    name: 'CircleCI',
    issuers: /^oidc\.circleci\.com\/org\/[0-9a-f-]{36}$/,
    isShared: false,
    tells: 'sub',
    subjects: [
      {
        version: 'by id',
        example: 'org/ORG_ID/project/PROJECT_ID/user/USER_ID',
        own: /^org\/[^*?/]+\/project\/[^*?/]+\//,
      },
    ],
  },
  {
    id: 'buildkite',
    name: 'Buildkite',
    issuers: /^agent\.buildkite\.com$/,
    isShared: true,
    tells: 'sub',
    subjects: [
      {
        version: 'by name',
        example: 'organization:acme:pipeline:payments:ref:refs/heads/main:commit:0123:step:deploy',
        own: /^organization:[^*?:]+:pipeline:[^*?:]+:/,
      },
    ],
  },
  {
    id: 'google',
    name: 'Google',
    issuers: /^accounts\.google\.com$/,
    isShared: true,
    tells: 'sub',
    subjects: [{ version: 'account', example: '117700112233445566778', own: /^\d+$/ }],
  },
  {
    id: 'cognito',
    name: 'Amazon Cognito identity pools',
    issuers: /^cognito-identity(-[a-z]+)?(\.[a-z0-9-]+)?\.amazonaws(-us-gov)?\.com$/,
    isShared: true,
    tells: 'aud',
    subjects: [],
  },
];

/** What is known of an issuer, given without its scheme; undefined where it is of no known family. */
export const profileOf = (issuer: string): IssuerProfile | undefined => {
  const bare = issuer.replace(/\/$/, '');
  return issuerProfiles.find(({ issuers }) => issuers.test(bare));
};

/**
 * Why a subject, or a pattern of subjects with IAM's wildcards, lets in others than one customer of the issuer; undefined
 * where it does not, or nothing is known of the issuer.
 */
export const tooWide = (profile: IssuerProfile, subject: string): string | undefined => {
  const [first] = profile.subjects;
  if (first === undefined || profile.subjects.some(({ own }) => own.test(subject))) return undefined;
  return `${subject} does not say whose ${profile.name} may come; a subject is such as ${first.example}`;
};
