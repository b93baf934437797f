import { CloudFormation } from '../../../simulation/cloudformation';
import { codeOf, bareCloud, member } from '../support';

const url = 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/';
const host = url.replace('https://', '');
const provider = (overrides: object = {}) => ({
  Resources: {
    Provider: {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: { Url: url, ClientIdList: ['oidc-factory-pending'], ThumbprintList: ['a'.repeat(40)], ...overrides },
    },
  },
});

const setUp = () => {
  const bare = bareCloud();
  const cloudFormation = new CloudFormation(bare.world, bare.cloud, bare.eventBridge);
  const deploy = (template: unknown, region = 'us-east-1', parameters = {}): void => {
    cloudFormation.deploy({ name: 'stack', template, account: member, region, parameters });
  };
  return { ...bare, deploy };
};

describe('CloudFormation', () => {
  it('leaves a provider alone whose template did not change, whatever was added to it', () => {
    const { cloud, deploy } = setUp();
    deploy(provider());
    cloud.iam(member).providers.get(host)!.audiences.add('client');
    deploy(provider());
    expect([...cloud.iam(member).providers.get(host)!.audiences]).toEqual(['oidc-factory-pending', 'client']);
  });

  it('wipes live audiences when a template touches the provider', () => {
    const { cloud, deploy } = setUp();
    deploy(provider());
    cloud.iam(member).providers.get(host)!.audiences.add('client');
    deploy(provider({ ThumbprintList: ['b'.repeat(40)] }));
    expect([...cloud.iam(member).providers.get(host)!.audiences]).toEqual(['oidc-factory-pending']);
  });

  it('fails where the account has the provider already, and says where', () => {
    const { cloud, deploy } = setUp();
    cloud.iam(member).addProvider(url, []);
    expect(() => {
      deploy(provider());
    }).toThrow(/stack fails in 444444444444, us-east-1 at Provider/);
  });

  it('keeps the slash of the issuer in the ARN', () => {
    const { cloud, deploy } = setUp();
    deploy(provider());
    expect(cloud.iam(member).providers.get(host)!.arn).toBe(`arn:aws:iam::${member}:oidc-provider/${host}`);
  });

  it('leaves out what a condition leaves out', () => {
    const { cloud, deploy } = setUp();
    const excluded = (account: string) => ({
      Conditions: { Included: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, account] }] } },
      Resources: { Provider: { ...provider().Resources.Provider, Condition: 'Included' } },
    });
    deploy(excluded(member));
    expect(cloud.iam(member).providers.size).toBe(0);
    deploy(excluded('999999999999'));
    expect(cloud.iam(member).providers.size).toBe(1);
  });

  it('resolves references against the order in which they stand', () => {
    const { cloud, deploy } = setUp();
    deploy(
      {
        Parameters: { Name: { Type: 'String', Default: 'none' } },
        Resources: {
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: {
              EventBusName: { Ref: 'Bus' },
              EventPattern: { source: ['x'] },
              Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
            },
          },
          Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${Name}-queue' } } },
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: { Ref: 'Name' } } },
        },
      },
      'eu-west-1',
      { Name: 'given' },
    );
    const rule = cloud.region(member, 'eu-west-1').buses.get('given')!.rules.get('stack-Rule')!;
    expect(rule.arn).toBe(`arn:aws:events:eu-west-1:${member}:rule/given/stack-Rule`);
    expect(rule.targets[0]!.arn).toBe(`arn:aws:sqs:eu-west-1:${member}:given-queue`);
  });

  it.each<readonly [string, unknown, string]>([
    ['an unknown resource type', { Resources: { A: { Type: 'AWS::EC2::Instance' } } }, 'not-simulated'],
    ['a template without resources', { Outputs: {} }, 'template-invalid'],
    [
      'a reference to a resource that is left out',
      {
        Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
        Resources: {
          A: { Type: 'AWS::SNS::Topic', Condition: 'No' },
          B: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'A' }] } },
        },
      },
      'template-invalid',
    ],
    [
      'a name that refers to itself',
      {
        Resources: { A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['A', 'QueueName'] } } } },
      },
      'template-invalid',
    ],
    [
      'a rule without a pattern and without a schedule',
      { Resources: { A: { Type: 'AWS::Events::Rule', Properties: {} } } },
      'stack-failed',
    ],
    [
      'code that is not inline',
      { Resources: { A: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'b' } } } } },
      'not-simulated',
    ],
    [
      'a function whose role Lambda may not assume',
      {
        Resources: {
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              AssumeRolePolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } },
                ],
              },
            },
          },
          A: {
            Type: 'AWS::Lambda::Function',
            Properties: { Code: { ZipFile: '' }, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
          },
        },
      },
      'stack-failed',
    ],
    ['a thumbprint that is none', provider({ ThumbprintList: ['xyz'] }), 'stack-failed'],
    [
      'a trust policy that is too long',
      {
        Resources: {
          A: {
            Type: 'AWS::IAM::Role',
            Properties: {
              AssumeRolePolicyDocument: {
                Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'x'.repeat(2100) } }],
              },
            },
          },
        },
      },
      'stack-failed',
    ],
  ])('refuses %s', (_what, template, code) => {
    expect(
      codeOf(() => {
        setUp().deploy(template);
      }),
    ).toBe(code);
  });
});
