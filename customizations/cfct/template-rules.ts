import { documentsOf, type FoundStatement } from './statements';
import { dig, isMapping, listOf, type Mapping, mappingsIn } from './json';

/** A rule for one resource of a template. */
export interface TemplateRule {
  /** The id of cfn_nag's rule that stops CfCT's pipeline for the same reason, or a name of our own. */
  readonly id: string;
  readonly says: string;
  readonly isBroken: (resource: Mapping) => boolean;
}

const typeIs = (resource: Mapping, ...types: readonly string[]): boolean =>
  types.some((type) => resource['Type'] === type);

const allowing = (kind: 'trust' | 'identity' | 'resource', resource: Mapping): readonly FoundStatement[] =>
  documentsOf(resource)
    .filter((document) => document.kind === kind)
    .flatMap((document) => document.statements)
    .filter((statement) => statement.allows);

const anyAction = (statement: FoundStatement): boolean => statement.actions.some((action) => action.includes('*'));
const anyPrincipal = (statement: FoundStatement): boolean => statement.principals.some((one) => /^[^:]+:\*$/.test(one));
const passesAnyRole = (statement: FoundStatement): boolean =>
  statement.actions.some((action) => /^(iam:(PassRole|Pass\*|\*)|\*)$/i.test(action)) &&
  (statement.hasNotResource || statement.resources.some((one) => one === '*'));

const rule = (id: string, says: string, isBroken: TemplateRule['isBroken']): TemplateRule => ({ id, says, isBroken });

const inStatement = (
  id: string,
  says: string,
  types: readonly string[],
  kind: 'trust' | 'identity' | 'resource',
  isBroken: (statement: FoundStatement) => boolean,
): TemplateRule => rule(id, says, (resource) => typeIs(resource, ...types) && allowing(kind, resource).some(isBroken));

const role = ['AWS::IAM::Role'];
const policy = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'];
const managedPolicy = ['AWS::IAM::ManagedPolicy'];
const queuePolicy = ['AWS::SQS::QueuePolicy'];
const topicPolicy = ['AWS::SNS::TopicPolicy'];
const bucketPolicy = ['AWS::S3::BucketPolicy'];

/**
 * The rules of cfn_nag 0.7.2 whose failure stops CfCT's pipeline, as far as they can touch these templates, and a little
 * stricter: cfn_nag minds the action `*` alone, these mind every `*` in an action.
 */
export const templateRules: readonly TemplateRule[] = [
  inStatement('F2', 'A trust policy allows an action with *.', role, 'trust', anyAction),
  inStatement('F3', 'A role allows an action with *.', role, 'identity', anyAction),
  inStatement('F4', 'A policy allows an action with *.', policy, 'identity', anyAction),
  inStatement('F5', 'A managed policy allows an action with *.', managedPolicy, 'identity', anyAction),
  inStatement('F6', 'A trust policy allows all but some principals.', role, 'trust', (s) => s.hasNotPrincipal),
  inStatement(
    'F7',
    'A queue policy allows all but some principals.',
    queuePolicy,
    'resource',
    (s) => s.hasNotPrincipal,
  ),
  inStatement(
    'F8',
    'A topic policy allows all but some principals.',
    topicPolicy,
    'resource',
    (s) => s.hasNotPrincipal,
  ),
  inStatement(
    'F9',
    'A bucket policy allows all but some principals.',
    bucketPolicy,
    'resource',
    (s) => s.hasNotPrincipal,
  ),
  rule(
    'F13',
    'A permission lets anybody invoke a function.',
    (resource) => typeIs(resource, 'AWS::Lambda::Permission') && dig(resource, 'Properties', 'Principal') === '*',
  ),
  inStatement('F15', 'A bucket policy allows an action with *.', bucketPolicy, 'resource', anyAction),
  inStatement('F16', 'A bucket policy allows any principal.', bucketPolicy, 'resource', anyPrincipal),
  inStatement('F18', 'A topic policy allows any principal.', topicPolicy, 'resource', anyPrincipal),
  rule('F19', 'A KMS key is not rotated.', (resource) => {
    if (!typeIs(resource, 'AWS::KMS::Key')) return false;
    const rotated = dig(resource, 'Properties', 'EnableKeyRotation');
    return rotated !== true && rotated !== 'true';
  }),
  inStatement('F20', 'A queue policy allows an action with *.', queuePolicy, 'resource', anyAction),
  inStatement('F21', 'A queue policy allows any principal.', queuePolicy, 'resource', anyPrincipal),
  inStatement('F38', 'A role may pass any role.', role, 'identity', passesAnyRole),
  inStatement('F39', 'A policy may pass any role.', policy, 'identity', passesAnyRole),
  inStatement('F40', 'A managed policy may pass any role.', managedPolicy, 'identity', passesAnyRole),
  rule('plain-text-secret', 'A secret stands there in plain text.', (resource) =>
    [...mappingsIn(resource['Properties'])].some((mapping) =>
      Object.entries(mapping).some(([key, value]) => secretKey.test(key) && isPlainText(value)),
    ),
  ),
  rule('not-action', 'A statement allows all but some actions or resources.', (resource) =>
    documentsOf(resource)
      .flatMap((document) => document.statements)
      .some((statement) => statement.allows && (statement.hasNotAction || statement.hasNotResource)),
  ),
  rule('open-bus', 'A bus policy allows any principal without a condition.', (resource) =>
    typeIs(resource, 'AWS::Events::EventBusPolicy', 'AWS::Events::EventBus')
      ? allowing('resource', resource).some((statement) => anyPrincipal(statement) && !statement.isConditional)
      : false,
  ),
  rule('public-bucket', 'A bucket does not block all public access.', (resource) =>
    typeIs(resource, 'AWS::S3::Bucket')
      ? ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].some(
          (key) => dig(resource, 'Properties', 'PublicAccessBlockConfiguration', key) !== true,
        )
      : false,
  ),
  rule('unencrypted-bucket', 'A bucket does not say how it encrypts.', (resource) =>
    typeIs(resource, 'AWS::S3::Bucket')
      ? listOf(dig(resource, 'Properties', 'BucketEncryption', 'ServerSideEncryptionConfiguration')).length === 0
      : false,
  ),
  rule(
    'large-environment',
    'The environment of a function is larger than the 4,096 bytes that Lambda takes.',
    (resource) =>
      typeIs(resource, 'AWS::Lambda::Function')
        ? environmentBytes(dig(resource, 'Properties', 'Environment', 'Variables')) > 4096
        : false,
  ),
  rule(
    'large-inline-policies',
    'The inline policies of a role are longer than the 10,240 characters that IAM takes.',
    (r) => (typeIs(r, 'AWS::IAM::Role') ? inlineCharacters(dig(r, 'Properties', 'Policies')) > 10_240 : false),
  ),
  rule('large-managed-policy', 'A managed policy is longer than the 6,144 characters that IAM takes.', (r) =>
    typeIs(r, ...managedPolicy) ? characters(dig(r, 'Properties', 'PolicyDocument')) > 6144 : false,
  ),
];

const secretKey =
  /(password|passphrase|secretstring|secretkey|client_?secret|authtoken|accesstoken|apikey|privatekey)$/i;

/** A dynamic reference to a store of secrets is none. */
const isPlainText = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && !/^\{\{resolve:(secretsmanager|ssm-secure):/.test(value);

const environmentBytes = (variables: unknown): number =>
  isMapping(variables)
    ? Object.entries(variables).reduce((sum, [key, value]) => sum + key.length + bytesOf(value), 0)
    : 0;

/** What is known at deployment only is reckoned at 128 bytes, room enough for an ARN or a URL. */
const bytesOf = (value: unknown): number => (typeof value === 'string' ? Buffer.byteLength(value) : 128);

const inlineCharacters = (policies: unknown): number =>
  listOf(policies).reduce<number>((sum, one) => sum + characters(dig(one, 'PolicyDocument')), 0);

/** White space is not counted. An account id takes the place of the pseudo parameter. */
const characters = (document: unknown): number => JSON.stringify(expand(document) ?? null).replace(/\s/g, '').length;

const expand = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(expand);
  if (!isMapping(value)) return value;
  if (typeof value['Fn::Sub'] === 'string') return value['Fn::Sub'].replaceAll('${AWS::AccountId}', '000000000000');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item)]));
};
