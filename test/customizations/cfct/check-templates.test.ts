import { checkPackage } from '../../../customizations/cfct';
import { templateRules } from '../../../customizations/cfct/template-rules';
import { templateWith } from './support';

const path = 'templates/one.template.json';
const check = (text: string): string[] => checkPackage([{ path, text }]).map((one) => `${one.code}: ${one.message}`);

const allow = (more: object): object => ({ Statement: [{ Effect: 'Allow', ...more }] });
const trust = (more: object): object => ({ AssumeRolePolicyDocument: allow({ Action: 'sts:AssumeRole', ...more }) });
const inline = (more: object): object => ({
  AssumeRolePolicyDocument: allow({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
  Policies: [{ PolicyName: 'P', PolicyDocument: allow(more) }],
});
const document = (more: object): object => ({ PolicyDocument: allow(more) });
const arn = 'arn:aws:s3:::bucket';
const lambda = { Service: 'lambda.amazonaws.com' };

const closedBucket = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
  BucketEncryption: { ServerSideEncryptionConfiguration: [{}] },
};

/** Rule, type, properties that break it, properties that do not. */
const cases: readonly (readonly [string, string, object, object])[] = [
  ['F2', 'AWS::IAM::Role', trust({ Action: 'sts:*', Principal: lambda }), trust({ Principal: lambda })],
  [
    'F3',
    'AWS::IAM::Role',
    inline({ Action: ['s3:GetObject', '*'], Resource: arn }),
    inline({ Action: 's3:GetObject', Resource: arn }),
  ],
  [
    'F4',
    'AWS::IAM::Policy',
    document({ Action: '*', Resource: arn }),
    document({ Action: 's3:GetObject', Resource: arn }),
  ],
  [
    'F5',
    'AWS::IAM::ManagedPolicy',
    document({ Action: 's3:*', Resource: arn }),
    document({ Action: 's3:GetObject', Resource: arn }),
  ],
  ['F6', 'AWS::IAM::Role', trust({ NotPrincipal: lambda }), trust({ Principal: lambda })],
  [
    'F7',
    'AWS::SQS::QueuePolicy',
    document({ Action: 'sqs:SendMessage', NotPrincipal: lambda }),
    document({ Action: 'sqs:SendMessage', Principal: lambda }),
  ],
  [
    'F8',
    'AWS::SNS::TopicPolicy',
    document({ Action: 'sns:Publish', NotPrincipal: lambda }),
    document({ Action: 'sns:Publish', Principal: lambda }),
  ],
  [
    'F9',
    'AWS::S3::BucketPolicy',
    document({ Action: 's3:GetObject', NotPrincipal: lambda }),
    document({ Action: 's3:GetObject', Principal: lambda }),
  ],
  ['F13', 'AWS::Lambda::Permission', { Principal: '*' }, { Principal: 'events.amazonaws.com' }],
  [
    'F15',
    'AWS::S3::BucketPolicy',
    document({ Action: 's3:*', Principal: lambda }),
    document({ Action: 's3:GetObject', Principal: lambda }),
  ],
  [
    'F16',
    'AWS::S3::BucketPolicy',
    document({ Action: 's3:GetObject', Principal: '*' }),
    document({ Action: 's3:GetObject', Principal: lambda }),
  ],
  [
    'F18',
    'AWS::SNS::TopicPolicy',
    document({ Action: 'sns:Publish', Principal: { AWS: ['*'] } }),
    { PolicyDocument: { Statement: { Effect: 'Deny', Action: 'sns:Publish', Principal: '*' } } },
  ],
  ['F19', 'AWS::KMS::Key', {}, { EnableKeyRotation: true }],
  [
    'F20',
    'AWS::SQS::QueuePolicy',
    document({ Action: 'sqs:*', Principal: lambda }),
    document({ Action: 'sqs:SendMessage', Principal: lambda }),
  ],
  [
    'F21',
    'AWS::SQS::QueuePolicy',
    document({ Action: 'sqs:SendMessage', Principal: { AWS: '*' } }),
    { PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'sqs:*', Principal: { AWS: '*' } }] } },
  ],
  [
    'F38',
    'AWS::IAM::Role',
    inline({ Action: 'iam:PassRole', Resource: '*' }),
    inline({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/x' }),
  ],
  [
    'F39',
    'AWS::IAM::Policy',
    document({ Action: 'iam:PassRole', Resource: '*' }),
    document({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/x' }),
  ],
  [
    'F40',
    'AWS::IAM::ManagedPolicy',
    document({ Action: ['iam:PassRole'], Resource: ['*'] }),
    document({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/x' }),
  ],
  [
    'plain-text-secret',
    'AWS::RDS::DBInstance',
    { MasterUserPassword: 'hunter2' },
    { MasterUserPassword: '{{resolve:secretsmanager:x}}' },
  ],
  [
    'plain-text-secret',
    'AWS::Lambda::Function',
    { Environment: { Variables: { CLIENT_SECRET: 'x' } } },
    { Environment: { Variables: { SECRET_ARN: 'arn:x' } } },
  ],
  [
    'not-action',
    'AWS::IAM::Role',
    inline({ NotAction: 'iam:GetRole', Resource: arn }),
    inline({ Action: 'iam:GetRole', Resource: arn }),
  ],
  [
    'open-bus',
    'AWS::Events::EventBusPolicy',
    { Statement: { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents' } },
    {
      Statement: {
        Effect: 'Allow',
        Principal: '*',
        Action: 'events:PutEvents',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      },
    },
  ],
  ['public-bucket', 'AWS::S3::Bucket', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }, closedBucket],
  ['unencrypted-bucket', 'AWS::S3::Bucket', {}, closedBucket],
  [
    'large-environment',
    'AWS::Lambda::Function',
    { Environment: { Variables: { A: 'x'.repeat(4096) } } },
    { Environment: { Variables: { A: 'x'.repeat(4000) } } },
  ],
  [
    'large-inline-policies',
    'AWS::IAM::Role',
    inline({ Action: 's3:GetObject', Resource: Array.from({ length: 600 }, () => arn) }),
    inline({ Action: 's3:GetObject', Resource: [arn] }),
  ],
  [
    'large-managed-policy',
    'AWS::IAM::ManagedPolicy',
    document({ Action: 's3:GetObject', Resource: Array.from({ length: 350 }, () => arn) }),
    document({ Action: 's3:GetObject', Resource: [arn] }),
  ],
];

describe('rules for templates', () => {
  it.each(cases)('%s finds it in a %s, and nothing where it is mended', (id, type, broken, mended) => {
    expect(check(templateWith(type, broken)).filter((one) => one.endsWith(`(${id})`))).toHaveLength(1);
    expect(check(templateWith(type, mended)).filter((one) => one.endsWith(`(${id})`))).toEqual([]);
  });

  test('each rule has a case', () => {
    expect(new Set(cases.map(([id]) => id))).toEqual(new Set(templateRules.map((rule) => rule.id)));
  });
});

describe('wildcards', () => {
  it.each([
    ['a resource that nothing justifies', { Action: 's3:GetObject', Resource: '*' }, 1],
    ['a justified action on a wider resource', { Action: 'sts:AssumeRole', Resource: '*' }, 1],
    [
      'a wildcard behind an intrinsic function',
      { Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::a/*' } },
      1,
    ],
    ['a resource that cannot be told', { Action: 's3:GetObject', Resource: { 'Fn::If': ['A', 'b', 'c'] } }, 1],
    [
      'an unjustified action beside a justified one',
      { Action: ['xray:PutTraceSegments', 'xray:GetGroups'], Resource: '*' },
      1,
    ],
    ['a justified one', { Action: 'xray:PutTraceSegments', Resource: '*' }, 0],
    ['an exact ARN', { Action: 's3:GetObject', Resource: { 'Fn::GetAtt': ['It', 'Arn'] } }, 0],
  ])('%s', (_name, statement, found) => {
    const text = templateWith('AWS::IAM::Policy', document(statement));
    expect(check(text).filter((one) => one.includes('nothing justifies'))).toHaveLength(found);
  });

  test('in a Deny are welcome', () => {
    const text = templateWith('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
    });
    expect(check(text)).toEqual([]);
  });
});

describe('templates', () => {
  it.each([
    ['no JSON', 'Resources: {}'],
    ['no resources', '{"Resources":{}}'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('%s is no template', (_name, text) => {
    expect(check(text)).toEqual([expect.stringMatching(/^unsafe-template: This is no CloudFormation template/)]);
  });

  test('one that is too large is named with its bytes, the limit and its largest parts', () => {
    const text = JSON.stringify({
      Resources: {
        Small: { Type: 'AWS::SQS::Queue', Properties: {} },
        Large: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: 'ü'.repeat(500_000) } } },
      },
    });
    expect(check(text)).toEqual([
      expect.stringMatching(
        /^template-too-large: The template has 10001\d\d bytes; the limit is 1000000\. Its largest parts: Large 1000\d\d\d, Small \d\d\./,
      ),
    ]);
  });

  test('a finding names the line of the resource', () => {
    const [found] = checkPackage([{ path, text: templateWith('AWS::KMS::Key', {}) }]);
    expect(found).toMatchObject({ file: path, line: 3, severity: 'error' });
  });
});
