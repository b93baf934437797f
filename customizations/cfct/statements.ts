import { dig, isMapping, listOf, type Mapping, textOf } from './json';

/** A policy document in a resource: what it belongs to, and its statements. */
export interface FoundDocument {
  readonly kind: 'trust' | 'identity' | 'resource';
  readonly statements: readonly FoundStatement[];
}

/** A statement, normalised. Principals are texts such as `AWS:*`. */
export interface FoundStatement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly hasNotPrincipal: boolean;
  readonly hasNotAction: boolean;
  readonly hasNotResource: boolean;
  readonly isConditional: boolean;
}

/** The policy documents of a resource of a template. */
export const documentsOf = (resource: Mapping): readonly FoundDocument[] => {
  const properties = resource['Properties'];
  const of = (kind: FoundDocument['kind'], document: unknown): readonly FoundDocument[] =>
    document === undefined ? [] : [{ kind, statements: listOf(dig(document, 'Statement')).map(statementOf) }];
  const inline = listOf(dig(properties, 'Policies')).flatMap((policy) => of('identity', dig(policy, 'PolicyDocument')));
  switch (resource['Type']) {
    case 'AWS::IAM::Role':
      return [...of('trust', dig(properties, 'AssumeRolePolicyDocument')), ...inline];
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return inline;
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
    case 'AWS::IAM::RolePolicy':
      return of('identity', dig(properties, 'PolicyDocument'));
    case 'AWS::Events::EventBusPolicy': {
      const statement = dig(properties, 'Statement');
      return statement === undefined ? [] : of('resource', { Statement: statement });
    }
    default:
      return [
        ...of('resource', dig(properties, 'PolicyDocument')),
        ...of('resource', dig(properties, 'Policy')),
        ...of('resource', dig(properties, 'KeyPolicy')),
        ...of('resource', dig(properties, 'ResourcePolicy', 'PolicyDocument')),
      ];
  }
};

const statementOf = (value: unknown): FoundStatement => {
  const statement = isMapping(value) ? value : {};
  return {
    allows: statement['Effect'] === 'Allow',
    actions: textsOf(statement['Action']),
    resources: textsOf(statement['Resource']),
    principals: principalsOf(statement['Principal']),
    hasNotPrincipal: statement['NotPrincipal'] !== undefined,
    hasNotAction: statement['NotAction'] !== undefined,
    hasNotResource: statement['NotResource'] !== undefined,
    isConditional: isMapping(statement['Condition']) && Object.keys(statement['Condition']).length > 0,
  };
};

/** What cannot be told is taken for the widest. */
const textsOf = (value: unknown): readonly string[] => listOf(value).map((item) => textOf(item) ?? '*');

const principalsOf = (value: unknown): readonly string[] =>
  isMapping(value)
    ? Object.entries(value).flatMap(([kind, of]) => textsOf(of).map((text) => `${kind}:${text}`))
    : textsOf(value).map((text) => `AWS:${text}`);
