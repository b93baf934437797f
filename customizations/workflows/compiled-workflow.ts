import type { Trigger } from '../../federation/triggers';

/** A workflow, compiled. */
export interface CompiledWorkflow {
  /** Its name; the state machine's is `oidc-factory-<name>`. */
  readonly name: string;
  readonly on: readonly Trigger[];
  /**
   * The definition in the Amazon States Language. Tasks name their functions by the placeholders of
   * `DefinitionSubstitutions`: `${AccountStepsFunctionArn}`, `${DirectoryStepsFunctionArn}` and `${BucketName}`.
   */
  readonly definition: StateMachineDefinition;
}

/** A definition in the Amazon States Language; the compiler writes it, asl-validator checks it. */
export interface StateMachineDefinition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

/** A state; the fields depend on its `Type`. */
export type State = Readonly<{ Type: string } & Record<string, unknown>>;
