/**
 * The physical names of what the factory deploys. They are fixed, because nothing orders the factory before the vended
 * accounts everywhere, so that each side must know the other's ARNs without asking.
 */
export const names = {
  /** In every vended account: the role that the factory's account-side functions assume. */
  accessRole: 'oidc-factory-access',
  /** In every vended account: the role that EventBridge assumes to put events on the intake bus. */
  forwardingRole: 'oidc-factory-forwarding',
  /** In the management account: the role that EventBridge assumes to put lifecycle events on the intake bus. */
  hookRole: 'oidc-factory-hook',
  /** In the management account: the role through which the factory reads AWS Organizations. */
  organizationReader: 'oidc-factory-organization-reader',
  /** In the management account, with `deliver: stacksets`: the role through which the factory asks for stack instances. */
  stackInstances: 'oidc-factory-stack-instances',
  /** Also there: the bucket that templates are handed to CloudFormation through, where they are too long for a call. */
  templatesBucket: (managementAccount: string, homeRegion: string): string =>
    `oidc-factory-templates-${managementAccount}-${homeRegion}`,
  /** The StackSets, as a way of delivery names them; CfCT puts a prefix of its own in front. */
  stackSets: {
    directory: 'oidc-factory-directory',
    factory: 'oidc-factory',
    hook: 'oidc-factory-hook',
    account: 'oidc-factory-account',
    provider: 'oidc-factory-provider',
  },
  /** In every vended account: the managed policy that denies everything to sessions of managed providers. */
  revokedSessionsPolicy: 'oidc-factory-revoked-sessions',
  /** The rules beside the first two roles; the roles' trust policies name them. */
  forwardingRule: 'oidc-factory-forwarding',
  hookRule: 'oidc-factory-hook',
  /** In the management account, in the region of the events of AWS Organizations. */
  organizationRule: 'oidc-factory-organization',
  /** In the factory account. */
  intakeBus: 'oidc-factory-intake',
  outcomesBus: 'oidc-factory-outcomes',
  intakeQueue: 'oidc-factory-intake',
  table: 'oidc-factory',
  notifications: 'oidc-factory-notifications',
  /** Also in the factory account. Buckets have one name space for the whole partition, hence account and region. */
  bucket: (factoryAccount: string, homeRegion: string): string => `oidc-factory-${factoryAccount}-${homeRegion}`,
  /** The functions, and the roles that they run under. */
  dispatcher: 'oidc-factory-dispatcher',
  accountSteps: 'oidc-factory-account-steps',
  directorySteps: 'oidc-factory-directory-steps',
  /** The parameter that says what is paused, read at run time. */
  pauses: '/oidc-factory/paused',
  /** The state machine of a workflow. */
  stateMachine: (workflow: string): string => `oidc-factory-${workflow}`,
} as const;

/** What every name of the factory's own begins with. */
export const namePrefix = 'oidc-factory-';

/** The audience that every provider keeps, so that the console offers it to whoever creates a role. */
export const placeholderAudience = 'oidc-factory-pending';

/** The tag of a role that says why it is not bound; absent where all is well. The only tag that the factory writes. */
export const statusTag = 'oidc-factory:status';

/**
 * The tag of the StackSets that the factory's own command has made, with the organization's id as its value. CloudFormation
 * puts it on their stacks and resources as well, so it never changes.
 */
export const stackSetTag = 'oidc-factory:organization';

/** The parameter in an account that a binding is published as. */
export const bindingParameter = (roleName: string): string => `/oidc-factory/bindings/${roleName}`;

/** The parameter in an account that says since when it is ready, and with which providers. */
export const readyParameter = '/oidc-factory/account-ready';

/** `source` of the events that the factory puts on its outcomes bus, and on the default buses of accounts. */
export const outcomesSource = 'oidc-factory';

/** `source` of the messages that the factory puts on its own intake queue. */
export const intakeSource = 'oidc-factory.intake';

/**
 * The thumbprint that providers are given. IAM wants one in some interfaces, and does not use it for issuers whose
 * certificate a public root signs, as Microsoft's is. Source: the IAM API reference, CreateOpenIDConnectProvider.
 */
export const providerThumbprint = '626d44e704d1ceabe3bf0d53397464ac8080142c';
