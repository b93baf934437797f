import { renderTemplates, type StackInput, templatePaths } from '../../../customizations/stacks';

/** A statement of a policy document. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly Statement: readonly Statement[];
}

interface SessionBranch {
  readonly userIdentity: { readonly sessionContext: { readonly sessionIssuer: { readonly arn: unknown } } };
}

/** The properties that the tests look into, of whatever type of resource. */
export interface Properties {
  readonly AssumeRolePolicyDocument: Document;
  readonly ClientIdList: readonly string[];
  readonly DefinitionString: string;
  readonly DefinitionSubstitutions: Readonly<Record<string, unknown>>;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  readonly EventBusName?: unknown;
  readonly EventPattern: {
    readonly source: readonly string[];
    readonly 'detail-type': readonly string[];
    readonly detail: { readonly errorCode: unknown; readonly $or: readonly SessionBranch[] };
  };
  readonly FunctionName: unknown;
  readonly LoggingConfiguration: unknown;
  readonly MessageRetentionPeriod: number;
  readonly ManagedPolicyName: unknown;
  readonly Name: string;
  readonly Policies: readonly { readonly PolicyDocument: Document }[];
  readonly PolicyDocument: Document;
  readonly Queues: readonly { readonly Ref: string }[];
  readonly RedrivePolicy: { readonly maxReceiveCount: number };
  readonly Role: unknown;
  readonly RoleName: unknown;
  readonly ScheduleExpression: unknown;
  readonly SqsManagedSseEnabled: unknown;
  readonly Statement: Statement;
  readonly Targets: readonly {
    readonly DeadLetterConfig: { readonly Arn: { readonly 'Fn::GetAtt': readonly string[] } };
  }[];
  readonly Timeout: number;
  readonly Url: string;
  readonly VisibilityTimeout: number;
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
}

/** A condition of a template. */
export type Condition =
  | { readonly 'Fn::Not': readonly [Condition] }
  | { readonly 'Fn::Or': readonly Condition[] }
  | { readonly 'Fn::Equals': readonly [{ readonly Ref: string }, string] };

/** A template, parsed. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions?: Readonly<Record<string, Condition>>;
}

/** The templates of an input, parsed, by what they deploy. */
export const templatesOf = (input: StackInput): Record<keyof typeof templatePaths, Template> => {
  const files = new Map(renderTemplates(input).map((file) => [file.path, file.text]));
  const parse = (path: string): Template => JSON.parse(files.get(path)!) as Template;
  return {
    directory: parse(templatePaths.directory),
    factory: parse(templatePaths.factory),
    account: parse(templatePaths.account),
    provider: parse(templatePaths.provider),
    hook: parse(templatePaths.hook),
  };
};

/** The resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): Record<string, Resource> =>
  Object.fromEntries(Object.entries(template.Resources).filter(([, one]) => one.Type === type));

/** The statements of a role's inline policies. */
export const statementsOf = (role: Resource): readonly Statement[] =>
  role.Properties.Policies.flatMap((policy) => policy.PolicyDocument.Statement);

/** The actions that a role's inline policies allow. */
export const actionsOf = (role: Resource): string[] =>
  statementsOf(role)
    .filter((statement) => statement.Effect === 'Allow')
    .flatMap((statement) => statement.Action)
    .sort();
