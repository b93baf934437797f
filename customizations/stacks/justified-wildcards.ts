/** Actions that are allowed on more than exact ARNs, and why IAM or the task leaves no narrower way. */
export interface JustifiedWildcard {
  readonly actions: readonly string[];
  /** Matches the resource, with `${…}` for what CloudFormation fills in. */
  readonly resource: RegExp;
  readonly reason: string;
}

/** Every wildcard in a resource of the generated policies. The package check refuses any other. */
export const justifiedWildcards = {
  tracing: {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    resource: /^\*$/,
    reason: 'X-Ray has no resources for what is written to it.',
  },
  logDelivery: {
    actions: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    resource: /^\*$/,
    reason: 'CloudWatch Logs has no resources for log deliveries; Step Functions asks for these to log at all.',
  },
  identityToken: {
    actions: ['sts:GetWebIdentityToken'],
    resource: /^\*$/,
    reason: 'STS has no resource for the token; conditions narrow its audience, algorithm and lifetime.',
  },
  accessRoles: {
    actions: ['sts:AssumeRole'],
    resource: /^arn:[a-z-]+:iam::\*:role\/oidc-factory-access$/,
    reason:
      'The access role of every account, those vended tomorrow too; a condition keeps it inside the organization.',
  },
  listRoles: {
    actions: ['iam:ListRoles', 'iam:GetAccountAuthorizationDetails', 'iam:ListOpenIDConnectProviders'],
    resource: /^\*$/,
    reason: 'IAM lists and describes the roles, and lists the OIDC providers, of a whole account only.',
  },
  readRoles: {
    actions: ['iam:GetRole'],
    resource: /^arn:[a-z-]+:iam::\$\{AWS::AccountId\}:role\/\*$/,
    reason: 'Whether a role is in scope shows only when it is read.',
  },
  bindRoles: {
    actions: [
      'iam:UpdateAssumeRolePolicy',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:AttachRolePolicy',
      'iam:DetachRolePolicy',
    ],
    resource: /^arn:[a-z-]+:iam::\$\{AWS::AccountId\}:role\/.+$/,
    reason: "The patterns of the policies' own role names and paths; protected roles are denied beside it.",
  },
  readAccounts: {
    actions: ['organizations:DescribeAccount', 'organizations:ListParents', 'organizations:ListTagsForResource'],
    resource: /^arn:[a-z-]+:organizations::\d{12}:account\/o-[a-z0-9]+\/\*$/,
    reason: 'Every account of the organization, those vended tomorrow too.',
  },
  readUnits: {
    actions: [
      'organizations:DescribeOrganizationalUnit',
      'organizations:ListParents',
      'organizations:ListAccountsForParent',
      'organizations:ListOrganizationalUnitsForParent',
    ],
    resource: /^arn:[a-z-]+:organizations::\d{12}:(ou|root)\/o-[a-z0-9]+\/\*$/,
    reason: 'Every organizational unit, those made tomorrow too, and the root.',
  },
  stackSets: {
    actions: [
      'cloudformation:DescribeStackSet',
      'cloudformation:ListStackInstances',
      'cloudformation:ListStackSetOperations',
      'cloudformation:CreateStackInstances',
    ],
    resource: /^arn:[a-z-]+:cloudformation:[a-z0-9-]+:\d{12}:stackset\/oidc-factory-(account|provider):\*$/,
    reason: "A StackSet's ARN ends with an id that nobody knows before it is made.",
  },
  stackSetTargets: {
    actions: ['cloudformation:CreateStackInstances'],
    resource:
      /^arn:[a-z-]+:cloudformation:\*:\d{12}:stackset-target\/oidc-factory-(account|provider):\*\/((ou|r)-[a-z0-9-]+|\?{12})$/,
    reason: 'The units of the targets, by their ids, and the accounts in them, those made tomorrow too.',
  },
  stackSetTypes: {
    actions: ['cloudformation:CreateStackInstances'],
    resource: /^arn:[a-z-]+:cloudformation:\*:\*:type\/resource\/AWS-[A-Za-z]+-[A-Za-z]+$/,
    reason: 'The types of resources in these StackSets, which AWS names with a region and an account, or without.',
  },
  listRoots: {
    actions: ['organizations:ListRoots'],
    resource: /^\*$/,
    reason: 'AWS Organizations has no resource for the list of roots.',
  },
  bucketObjects: {
    actions: ['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
    resource:
      /^arn:[a-z-]+:s3:::oidc-factory-[0-9]{12}-[a-z0-9-]+\/(runs\/(lists|callers|plans|results|reports|approved)|inventory)\/\*$/,
    reason: 'The objects of runs and accounts that are still to come, under the one prefix that they need.',
  },
  mapRuns: {
    actions: ['states:DescribeExecution', 'states:StopExecution'],
    resource: /^arn:[a-z-]+:states:[a-z0-9-]+:[0-9]{12}:execution:oidc-factory-[a-z0-9-]+\/\*$/,
    reason: 'Step Functions looks after the executions that it starts for the items of a distributed map by itself.',
  },
  executions: {
    actions: ['states:DescribeExecution'],
    resource: /^arn:[a-z-]+:states:[a-z0-9-]+:[0-9]{12}:execution:oidc-factory-[a-z0-9-]+:\*$/,
    reason: 'An execution is named after the event that set it off; those of the one workflow, whatever their names.',
  },
  publishBindings: {
    actions: ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
    resource: /^arn:[a-z-]+:ssm:[a-z0-9-]+:\$\{AWS::AccountId\}:parameter\/oidc-factory\/bindings\/\*$/,
    reason:
      'One parameter for each declared binding, named after its role; nobody else has parameters under that path.',
  },
} as const satisfies Readonly<Record<string, JustifiedWildcard>>;
