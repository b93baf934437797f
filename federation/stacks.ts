/** What the command line asks of CloudFormation in one region. Every call can throw a Failure `HookRefused` or `HookNotDeployed`. */
export interface Stacks {
  readonly region: string;
  /** Undefined where there is no stack of that name. */
  describe(stack: string): Promise<StackState | undefined>;
  /** The template that the stack was last deployed from, as text. */
  templateOf(stack: string): Promise<string>;
  /** Has the difference between a template and the stack worked out. */
  createChangeSet(request: ChangeSetRequest): Promise<void>;
  describeChangeSet(stack: string, changeSet: string): Promise<ChangeSetState>;
  executeChangeSet(stack: string, changeSet: string): Promise<void>;
  deleteChangeSet(stack: string, changeSet: string): Promise<void>;
  /** Deletes a stack; used of one that has nothing in it only. */
  deleteStack(stack: string): Promise<void>;
}

/** A stack as CloudFormation shows it. */
export interface StackState {
  /** In CloudFormation's words, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly reason?: string;
  /** When it was last created or updated, in ISO 8601. */
  readonly changedAt?: string;
}

/** A change set to make. */
export interface ChangeSetRequest {
  readonly stack: string;
  readonly changeSet: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly template: string;
}

/** How far a change set is. */
export interface ChangeSetState {
  /** In CloudFormation's words, such as `CREATE_COMPLETE`. */
  readonly status: string;
  readonly reason?: string;
  readonly changes: readonly StackChange[];
}

/** A change of one resource. */
export interface StackChange {
  /** In CloudFormation's words: `Add`, `Modify`, `Remove` and others. */
  readonly action: string;
  readonly logicalId: string;
  readonly type: string;
  /** Whether the resource is replaced by another one. */
  readonly isReplaced: boolean;
}

/** The identity of whoever runs a command. */
export interface Caller {
  /** The account that the credentials are of. @throws Failure as the command's other calls do */
  account(): Promise<string>;
}
