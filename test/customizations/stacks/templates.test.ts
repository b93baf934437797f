import type { Policy } from '../../../federation/compiled-policy';
import { wildcardMatcher } from '../../../federation/trust/wildcard';
import type { Trigger } from '../../../federation/triggers';
import { partitions } from '../../../federation/partition';
import { renderTemplates } from '../../../customizations/stacks';
import { sampleInput } from '../sample';
import { actionsOf, resourcesOf, type Statement, statementsOf, type Template, templatesOf } from './support';

const input = sampleInput();
const templates = templatesOf(input);
const all = Object.values(templates);
const { directory, factory, account, hook } = templates;

/** Which workflow of the sample each trigger starts. */
const workflowOf: Readonly<Record<Trigger, string>> = {
  'account-due': 'reconcile-account',
  'account-closed': 'retire-account',
  'account-left': 'retire-account',
  'account-moved': 'bootstrap-account',
  'account-released': 'retire-account',
  'account-vended': 'bootstrap-account',
  'provider-changed': 'heal-provider',
  'organization-due': 'reconcile-organization',
  'role-changed': 'onboard-role',
  'role-created': 'onboard-role',
  'role-declared': 'declare-binding',
  'role-deleted': 'offboard-role',
  'role-reinstated': 'reinstate-role',
  'role-released': 'unbind-role',
  'role-revoked': 'revoke-role',
};

describe('every template', () => {
  test('has the same bytes when it is rendered twice', () => {
    expect(renderTemplates(sampleInput())).toEqual(renderTemplates(input));
  });

  test('has the same bytes whatever order the workflows come in', () => {
    expect(renderTemplates({ ...input, workflows: [...input.workflows].reverse() })).toEqual(renderTemplates(input));
  });

  test('needs no bootstrap and no assets, and says nothing of the CDK', () => {
    for (const template of all) {
      expect(Object.keys(template)).not.toContain('Parameters');
      expect(Object.keys(template)).not.toContain('Rules');
      expect(JSON.stringify(template)).not.toMatch(/BootstrapVersion|aws:cdk|CDKMetadata|AssetParameters/);
    }
  });

  test('encrypts every queue, and admits TLS only', () => {
    for (const template of all) {
      const covered = Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy')).map((policy) => {
        expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
        return policy.Properties.Queues[0]!.Ref;
      });
      const queues = resourcesOf(template, 'AWS::SQS::Queue');
      expect(covered.sort()).toEqual(Object.keys(queues).sort());
      for (const queue of Object.values(queues)) expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
    }
  });

  test('gives every target of a rule a dead-letter queue that admits that rule', () => {
    for (const template of all) {
      const policies = Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy'));
      for (const [id, rule] of Object.entries(resourcesOf(template, 'AWS::Events::Rule'))) {
        for (const target of rule.Properties.Targets) {
          const queue = target.DeadLetterConfig.Arn['Fn::GetAtt'][0];
          const policy = policies.find((one) => one.Properties.Queues[0]?.Ref === queue);
          expect(JSON.stringify(policy)).toContain(`{"Fn::GetAtt":["${id}","Arn"]}`);
        }
      }
    }
  });
});

describe('the functions', () => {
  const inFactoryAccount = (type: string) => ({ ...resourcesOf(directory, type), ...resourcesOf(factory, type) });
  const roles = inFactoryAccount('AWS::IAM::Role');
  const functions = inFactoryAccount('AWS::Lambda::Function');
  const everyFunction = [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ];

  test.each([
    [
      'Dispatcher',
      [
        'dynamodb:UpdateItem',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'states:DescribeExecution',
        'states:StartExecution',
      ],
    ],
    [
      'AccountSteps',
      [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'events:PutEvents',
        // Callers, results and approved plans are read, plans and reports kept, lists and inventory written.
        ...['s3:GetObject', 's3:GetObject', 's3:GetObject', 's3:GetObject', 's3:GetObject'],
        ...['s3:PutObject', 's3:PutObject', 's3:PutObject', 's3:PutObject'],
        'sqs:SendMessage',
        'ssm:GetParameter',
        'sts:AssumeRole',
        'sts:AssumeRole',
      ],
    ],
    ['DirectorySteps', ['s3:PutObject', 'ssm:GetParameter', 'sts:GetWebIdentityToken']],
  ])('%s has these rights and no other', (id, rights) => {
    expect(actionsOf(roles[`${id}Role`]!)).toEqual([...rights, ...everyFunction].sort());
    expect(functions[id]!.Properties.Role).toEqual({ 'Fn::GetAtt': [`${id}Role`, 'Arn'] });
  });

  test('the one that holds the Entra credential is alone in a stack, with its role and its logs', () => {
    expect(Object.keys(directory.Resources).sort()).toEqual([
      'DirectorySteps',
      'DirectoryStepsLogs',
      'DirectoryStepsRole',
    ]);
    expect(functions['DirectorySteps']!.Properties.FunctionName).toBe('oidc-factory-directory-steps');
    expect(roles['DirectoryStepsRole']!.Properties.RoleName).toBe('oidc-factory-directory-steps');
    for (const template of [factory, account, hook]) {
      expect(JSON.stringify(template)).not.toMatch(/ENTRA_CREDENTIAL|GetWebIdentityToken|secretsmanager/);
    }
  });

  test('another Entra credential changes the stack of its function and no other', () => {
    const secretArn = 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:entra-AbCdEf';
    const changed = templatesOf(
      sampleInput(['{ kind: aws-outbound-federation }', `{ kind: secrets-manager, secretArn: '${secretArn}' }`]),
    );
    expect(changed.directory).not.toEqual(directory);
    expect({ ...changed, directory }).toEqual(templates);
  });

  test('the directory side reads one secret and nothing else, where there is a secret', () => {
    const secretArn = 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:entra-AbCdEf';
    const { directory: withSecret } = templatesOf(
      sampleInput(['{ kind: aws-outbound-federation }', `{ kind: secrets-manager, secretArn: '${secretArn}' }`]),
    );
    const role = resourcesOf(withSecret, 'AWS::IAM::Role')['DirectoryStepsRole']!;
    expect(actionsOf(role)).toEqual(
      ['s3:PutObject', 'secretsmanager:GetSecretValue', 'ssm:GetParameter', ...everyFunction].sort(),
    );
    expect(JSON.stringify(role)).toContain(`"Resource":"${secretArn}"`);
    expect(JSON.stringify(role)).not.toContain('GetWebIdentityToken');
  });

  test("the token names no audience but the exchange of the tenants' clouds", () => {
    const [, allowed, denied] = statementsOf(roles['DirectoryStepsRole']!);
    const audiences = { 'sts:IdentityTokenAudience': ['api://AzureADTokenExchange'] };
    expect(allowed!.Condition['ForAnyValue:StringEquals']).toEqual(audiences);
    expect(allowed!.Condition['StringEquals']).toEqual({ 'sts:SigningAlgorithm': 'RS256' });
    expect(denied!.Effect).toBe('Deny');
    expect(denied!.Condition).toEqual({ 'ForAnyValue:StringNotEquals': audiences });
  });

  test.each(['AccountSteps', 'DirectorySteps'])('%s reads the one parameter that says what is paused', (id) => {
    const reading = statementsOf(roles[`${id}Role`]!).find(({ Sid }) => Sid === 'Pauses');
    expect(reading).toMatchObject({
      Action: 'ssm:GetParameter',
      Resource: 'arn:aws:ssm:eu-west-1:222222222222:parameter/oidc-factory/paused',
    });
  });

  test('the environment is what the entry points read', () => {
    const environment = (id: string): Readonly<Record<string, string>> =>
      functions[id]!.Properties.Environment.Variables;
    expect(Object.keys(environment('Dispatcher')).sort()).toEqual([
      'EVENTS_PER_HOUR',
      'FACTORY_ACCOUNT',
      'MANAGEMENT_ACCOUNT',
      'STATE_MACHINES',
      'TABLE_NAME',
    ]);
    expect(environment('Dispatcher')).toMatchObject({ EVENTS_PER_HOUR: '600', FACTORY_ACCOUNT: '222222222222' });
    expect(JSON.parse(environment('Dispatcher')['STATE_MACHINES']!)).toEqual(
      Object.fromEntries(
        Object.entries(workflowOf).map(([trigger, workflow]) => [
          trigger,
          `arn:aws:states:eu-west-1:222222222222:stateMachine:oidc-factory-${workflow}`,
        ]),
      ),
    );
    expect(environment('AccountSteps')).toEqual({
      TABLE_NAME: 'oidc-factory',
      BUCKET_NAME: 'oidc-factory-222222222222-eu-west-1',
      OUTCOMES_BUS_NAME: 'oidc-factory-outcomes',
      INTAKE_QUEUE_URL: { Ref: 'IntakeQueue' },
    });
    expect(JSON.parse(environment('DirectorySteps')['IDENTITY_PROVIDERS']!)).toEqual(input.policy.identityProviders);
    expect(JSON.parse(environment('DirectorySteps')['ENTRA_CREDENTIAL']!)).toEqual({
      kind: 'aws-outbound-federation',
    });
  });

  test("a message stays hidden for six times the dispatcher's timeout, and longer than any lock is held in all", () => {
    const {
      VisibilityTimeout: visibility,
      RedrivePolicy: redrive,
      MessageRetentionPeriod: retention,
    } = resourcesOf(factory, 'AWS::SQS::Queue')['IntakeQueue']!.Properties;
    expect(visibility).toBe(6 * functions['Dispatcher']!.Properties.Timeout);
    expect(visibility * redrive.maxReceiveCount).toBeGreaterThan(24 * 60 * 60);
    expect(visibility * redrive.maxReceiveCount).toBeLessThan(retention);
    expect(redrive.maxReceiveCount).toBeLessThanOrEqual(1000);
  });
});

describe('the workflows', () => {
  const machines = resourcesOf(factory, 'AWS::StepFunctions::StateMachine');
  const roles = resourcesOf(factory, 'AWS::IAM::Role');

  test('each invokes exactly the functions that it names', () => {
    const arnOf = {
      AccountSteps: { 'Fn::GetAtt': ['AccountSteps', 'Arn'] },
      DirectorySteps: 'arn:aws:lambda:eu-west-1:222222222222:function:oidc-factory-directory-steps',
    };
    for (const [id, machine] of Object.entries(machines)) {
      const used = (['AccountSteps', 'DirectorySteps'] as const).filter((one) =>
        machine.Properties.DefinitionString.includes(`\${${one}FunctionArn}`),
      );
      const { BucketName: _, ...functionArns } = machine.Properties.DefinitionSubstitutions;
      expect(functionArns).toEqual(Object.fromEntries(used.map((one) => [`${one}FunctionArn`, arnOf[one]])));
      const [steps] = statementsOf(roles[`${id}Role`]!);
      expect(used).not.toEqual([]);
      expect(steps).toMatchObject({
        Action: 'lambda:InvokeFunction',
        Resource: used.map((one) => arnOf[one]),
      });
    }
    expect(Object.keys(machines)).toHaveLength(input.workflows.length);
    expect(Object.keys(machines)).toEqual(
      expect.arrayContaining(['WorkflowBootstrapAccount', 'WorkflowOffboardRole', 'WorkflowReconcileOrganization']),
    );
  });

  test('nothing is left open in a definition but the functions', () => {
    for (const machine of Object.values(machines)) {
      const left = new Set(machine.Properties.DefinitionString.match(/\$\{[^}]*\}/g));
      expect([...left].every((one) => /^\$\{((Account|Directory)StepsFunctionArn|BucketName)\}$/.test(one))).toBe(true);
    }
  });

  test('one that goes over accounts may start and watch executions of its own, and use its prefixes of the bucket', () => {
    const machine = 'arn:aws:states:eu-west-1:222222222222';
    const bucket = 'arn:aws:s3:::oidc-factory-222222222222-eu-west-1';
    const distributed = Object.keys(machines).filter((id) =>
      statementsOf(roles[`${id}Role`]!).some(({ Sid }) => Sid === 'StartItems'),
    );
    expect(distributed).toEqual(['WorkflowReconcileOrganization']);
    expect(statementsOf(roles['WorkflowReconcileOrganizationRole']!).slice(1, 5)).toMatchObject([
      { Action: 'states:StartExecution', Resource: `${machine}:stateMachine:oidc-factory-reconcile-organization` },
      {
        Action: ['states:DescribeExecution', 'states:StopExecution'],
        Resource: `${machine}:execution:oidc-factory-reconcile-organization/*`,
      },
      { Action: ['s3:GetObject'], Resource: `${bucket}/runs/lists/*` },
      {
        Action: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        Resource: `${bucket}/runs/results/*`,
      },
    ]);
  });

  test('no execution data reaches the logs', () => {
    for (const machine of Object.values(machines)) {
      expect(machine.Properties.LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    }
  });

  test('names that differ by a hyphen only get logical ids of their own', () => {
    const [first] = input.workflows;
    const renamed = ['a-1', 'a1', 'a-b', 'ab', 'a--b'].map((name) => ({ ...first!, name, on: [] }));
    const { factory: other } = templatesOf({ ...input, workflows: renamed });
    expect(Object.keys(resourcesOf(other, 'AWS::StepFunctions::StateMachine'))).toHaveLength(5);
  });

  test('without a workflow there is still a template that EventBridge and IAM accept', () => {
    const { factory: bare } = templatesOf({ ...input, workflows: [] });
    expect(JSON.stringify(bare)).not.toMatch(/"(stateMachineArn|Resource)":\[\]/);
  });
});

describe('what must outlive its stack', () => {
  test('the table is retained, protected, and made after what may fail', () => {
    const table = factory.Resources['Table']!;
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(table.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(table.DependsOn).toEqual(expect.arrayContaining(['Dispatcher', 'AccountSteps', 'WorkflowOnboardRole']));
    expect(factory.Resources['DispatcherSource']!.DependsOn).toEqual(['BucketPolicy', 'Table']);
  });

  test('the bucket is retained, closed to the public, and gives up what belongs to runs', () => {
    const bucket = factory.Resources['Bucket']!;
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(bucket.Properties).toMatchObject({
      BucketName: 'oidc-factory-222222222222-eu-west-1',
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Prefix: 'runs/', ExpirationInDays: 30 }, expect.anything()] },
    });
    const [statement] = factory.Resources['BucketPolicy']!.Properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(bucket.DependsOn).toEqual(expect.arrayContaining(['AccountSteps', 'WorkflowReconcileOrganization']));
  });
});

describe('what comes of its own accord', () => {
  const rules = resourcesOf(factory, 'AWS::Events::Rule');
  const pattern = (id: string) => rules[id]!.Properties.EventPattern;

  test('a night falls once a day', () => {
    expect(rules['Nightly']!.Properties.ScheduleExpression).toMatch(/^cron\(\d+ \d+ \* \* \? \*\)$/);
    expect(rules['Nightly']!.Properties).toMatchObject({
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': ['IntakeQueue', 'Arn'] } }],
    });
    expect(rules['Nightly']!.Properties.EventBusName).toBeUndefined();
  });

  test('new policies come with this stack, and with no other', () => {
    expect(pattern('NewPolicies')).toEqual({
      source: ['aws.cloudformation'],
      'detail-type': ['CloudFormation Stack Status Change'],
      detail: {
        'stack-id': [{ Ref: 'AWS::StackId' }],
        'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
      },
    });
    expect(rules['NewPolicies']!.Properties.EventBusName).toBeUndefined();
  });

  test('the queue admits its rules and nobody else', () => {
    const [policy] = Object.values(resourcesOf(factory, 'AWS::SQS::QueuePolicy')).filter(
      (one) => one.Properties.Queues[0]?.Ref === 'IntakeQueue',
    );
    const [admitted] = policy!.Properties.PolicyDocument.Statement;
    const sources = Object.entries(rules).filter(([, rule]) =>
      JSON.stringify(rule.Properties.Targets).includes('IntakeQueue'),
    );
    expect(admitted!.Condition).toEqual({
      ArnEquals: { 'aws:SourceArn': sources.map(([id]) => ({ 'Fn::GetAtt': [id, 'Arn'] })) },
    });
    expect(sources.map(([id]) => id)).toEqual(expect.arrayContaining(['Nightly', 'NewPolicies', 'IamEvents']));
  });
});

describe('who hears of what', () => {
  const rules = resourcesOf(factory, 'AWS::Events::Rule');

  test('people are told of failures, revocations, ends and quotas', () => {
    expect(rules['OutcomeNotices']!.Properties.EventPattern).toEqual({
      source: ['oidc-factory'],
      'detail-type': [
        'Account Access Lost',
        'Account Ready',
        'Account Retired',
        'Accounts Not Reconciled',
        'Binding Expires',
        'Guard Stopped',
        'Organization Not Read',
        'Quota Near',
        'Removals Stopped',
        'Role Revoked',
        'Workflow Failed',
      ],
    });
  });

  test('the role that speaks to them is for these two rules only', () => {
    const [trusted] = resourcesOf(factory, 'AWS::IAM::Role')['NotificationsRole']!.Properties.AssumeRolePolicyDocument
      .Statement;
    const { Name: outcomes } = rules['OutcomeNotices']!.Properties;
    const { Name: cutOff } = rules['CutOffWorkflows']!.Properties;
    const arn = 'arn:aws:events:eu-west-1:222222222222:rule';
    expect(trusted!.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': '222222222222' },
      ArnEquals: { 'aws:SourceArn': [`${arn}/${cutOff}`, `${arn}/oidc-factory-outcomes/${outcomes}`] },
    });
  });
});

describe('the way to the intake bus', () => {
  test("members put IAM's events, the management account lifecycle events, each through its own role", () => {
    const [members, management, organization] = Object.values(resourcesOf(factory, 'AWS::Events::EventBusPolicy')).map(
      (one) => one.Properties.Statement,
    );
    expect(members).toMatchObject({
      Principal: { AWS: '*' },
      Action: 'events:PutEvents',
      Condition: {
        StringEquals: {
          'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
          'events:source': 'aws.iam',
          'events:detail-type': 'AWS API Call via CloudTrail',
        },
        ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/oidc-factory-forwarding' },
      },
    });
    expect(management).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Condition: {
        StringEquals: { 'events:source': 'aws.controltower', 'events:detail-type': 'AWS Service Event via CloudTrail' },
        ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/oidc-factory-hook' },
      },
    });
    expect(organization).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Condition: {
        StringEquals: {
          'events:source': 'aws.organizations',
          'events:detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
        },
        ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/oidc-factory-hook' },
      },
    });
  });

  test.each([
    ['account', account, 'Forwarding', 'oidc-factory-forwarding'],
    ['hook', hook, 'Hook', 'oidc-factory-hook'],
  ])('the rule of the %s template may put on that bus and nowhere else', (_name, template: Template, prefix, name) => {
    const bus = 'arn:aws:events:eu-west-1:222222222222:event-bus/oidc-factory-intake';
    const { Properties: rule } = template.Resources[`${prefix}Rule`]!;
    const { Properties: role } = template.Resources[`${prefix}Role`]!;
    expect(rule).toMatchObject({ Name: name, State: 'ENABLED', Targets: [{ Arn: bus }] });
    expect(rule.EventBusName).toBeUndefined();
    expect(role.RoleName).toBe(name);
    expect(role.Policies[0]!.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus },
    ]);
    expect(JSON.stringify(role.AssumeRolePolicyDocument)).toContain(`:rule/${name}"`);
  });

  test("failed calls and the factory's own stay behind, calls without a session issuer pass", () => {
    const { EventPattern: pattern } = account.Resources['ForwardingRule']!.Properties;
    expect(pattern.detail.errorCode).toEqual([{ exists: false }]);
    const issuers = pattern.detail.$or.map((branch) => branch.userIdentity.sessionContext.sessionIssuer.arn);
    expect(issuers).toEqual([
      [{ exists: false }],
      [{ 'anything-but': { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/oidc-factory-access' } }],
    ]);
  });
});

describe('the access role', () => {
  const accessRole = account.Resources['AccessRole']!;
  const statements = statementsOf(accessRole);
  const statement = (sid: string): Statement => statements.find((one) => one.Sid === sid)!;

  test('admits the account side of the factory only, and from this organization', () => {
    expect(accessRole.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::222222222222:root' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: {
            'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/oidc-factory-account-steps',
            'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
          },
        },
      },
    ]);
    expect(factory.Resources['AccountStepsRole']!.Properties.RoleName).toBe('oidc-factory-account-steps');
  });

  const bindable = [{ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/ci/*' }];
  const writes = statements.filter(({ Sid = '' }) => ['BindRoles', 'TagRoles', 'RevokeSessions'].includes(Sid));

  test.each([
    ['BindRoles', 'iam:UpdateAssumeRolePolicy', undefined],
    [
      'TagRoles',
      ['iam:TagRole', 'iam:UntagRole'],
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['oidc-factory:status'] }, Null: { 'aws:TagKeys': 'false' } },
    ],
    [
      'RevokeSessions',
      ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      {
        ArnEquals: {
          'iam:PolicyARN': { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/oidc-factory-revoked-sessions' },
        },
      },
    ],
  ])('%s: writes to roles that a policy can match', (sid, actions, condition) => {
    expect(statement(sid)).toMatchObject({ Effect: 'Allow', Action: actions, Resource: bindable });
    expect(statement(sid).Condition).toEqual(condition);
  });

  test('tells the owners of roles that trust outside issuers, and writes no trust policy there', () => {
    const outside = {
      ...input.policy.policies[0]!,
      name: 'outside',
      match: { rolePaths: ['/hub/'] },
      caller: { kind: 'outside', subjects: ['repo:acme/*'] },
    } as const;
    const rolesOf = (policies: readonly Policy[]) => {
      const { account: template } = templatesOf({ ...input, policy: { ...input.policy, policies } });
      return Object.fromEntries(
        statementsOf(template.Resources['AccessRole']!)
          .filter(({ Sid = '' }) => ['BindRoles', 'TagRoles', 'RevokeSessions'].includes(Sid))
          .map(({ Sid = '', Resource }) => [Sid, Resource]),
      );
    };
    const hub = { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/hub/*' };
    expect(rolesOf([...input.policy.policies, outside])).toEqual({
      BindRoles: bindable,
      TagRoles: [...bindable, hub],
      RevokeSessions: bindable,
    });
    expect(rolesOf([outside])).toEqual({ TagRoles: [hub] });
  });

  test('never writes to its own roles or those that govern the account', () => {
    expect(statement('NeverTouch').Effect).toBe('Deny');
    expect([statement('NeverTouch').Action].flat().sort()).toEqual(writes.flatMap(({ Action }) => Action).sort());
    for (const name of [
      'oidc-factory-*',
      'aws-service-role/*',
      'aws-reserved/*',
      'AWSControlTower*',
      'stacksets-exec-*',
    ]) {
      expect(JSON.stringify(statement('NeverTouch').Resource)).toContain(`:role/${name}"`);
    }
  });

  test('edits trust, one tag and one policy of a role, and nothing else in IAM but managed providers', () => {
    expect(actionsOf(accessRole).filter((action) => !/^iam:(Get|List)/.test(action))).toEqual([
      'events:PutEvents',
      'iam:AddClientIDToOpenIDConnectProvider',
      'iam:AttachRolePolicy',
      'iam:CreateOpenIDConnectProvider',
      'iam:DetachRolePolicy',
      'iam:RemoveClientIDFromOpenIDConnectProvider',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateOpenIDConnectProviderThumbprint',
      'ssm:DeleteParameter',
      'ssm:GetParameter',
      'ssm:PutParameter',
    ]);
    expect(statement('KeepProviders').Resource).toEqual([
      {
        'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:oidc-provider/sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/',
      },
    ]);
  });

  test('publishes bindings and tells owners in the home region only, and as nobody but the factory', () => {
    expect(statement('PublishBindings').Resource).toEqual(
      ['bindings/*', 'account-ready'].map((name) => ({
        'Fn::Sub': `arn:aws:ssm:eu-west-1:\${AWS::AccountId}:parameter/oidc-factory/${name}`,
      })),
    );
    expect(statement('TellOwners')).toMatchObject({
      Resource: { 'Fn::Sub': 'arn:aws:events:eu-west-1:${AWS::AccountId}:event-bus/default' },
      Condition: { StringEquals: { 'events:source': 'oidc-factory' } },
    });
  });

  test('asks for all values only where it asks for a value as well', () => {
    for (const template of all) {
      for (const role of Object.values(resourcesOf(template, 'AWS::IAM::Role'))) {
        for (const { Condition: condition = {} } of statementsOf(role)) {
          const [, key] = /"ForAllValues:[^"]+":\{"([^"]+)"/.exec(JSON.stringify(condition)) ?? [];
          if (key !== undefined) expect(condition).toMatchObject({ Null: { [key]: 'false' } });
        }
      }
      expect(
        JSON.stringify(
          Object.values(resourcesOf(template, 'AWS::IAM::Role')).map((r) => r.Properties.AssumeRolePolicyDocument),
        ),
      ).not.toContain('ForAllValues');
    }
  });

  test('it may list managed policies where some policy asks for them, and only there', () => {
    const actionsWith = (limits: object): readonly string[] => {
      const policies = input.policy.policies.map((one) => ({ ...one, limits: { ...one.limits, ...limits } }));
      return actionsOf(
        templatesOf({ ...input, policy: { ...input.policy, policies } }).account.Resources['AccessRole']!,
      );
    };
    expect(actionsWith({})).not.toContain('iam:ListAttachedRolePolicies');
    expect(actionsWith({ bannedManagedPolicies: ['A'] })).toContain('iam:ListAttachedRolePolicies');
    expect(actionsWith({ allowedManagedPolicies: ['A'] })).toContain('iam:ListAttachedRolePolicies');
  });

  test('without a policy it can write to no role', () => {
    const { account: readOnly } = templatesOf({ ...input, policy: { ...input.policy, policies: [] } });
    const allowed = actionsOf(readOnly.Resources['AccessRole']!);
    for (const action of writes.flatMap(({ Action }) => Action)) expect(allowed).not.toContain(action);
  });
});

describe('the policy for revoked sessions', () => {
  const revoked = account.Resources['RevokedSessions']!;

  const [denied] = revoked.Properties.PolicyDocument.Statement;

  test('denies everything to sessions of managed providers', () => {
    expect(revoked.Type).toBe('AWS::IAM::ManagedPolicy');
    expect(revoked.Properties.ManagedPolicyName).toBe('oidc-factory-revoked-sessions');
    expect(revoked.Properties.PolicyDocument.Statement).toHaveLength(1);
    expect(denied).toMatchObject({ Effect: 'Deny', Action: '*', Resource: '*' });
  });

  const tenant = 'sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab';
  const inAccount = 'arn:aws:iam::444444444444:oidc-provider';

  test.each([
    [`${tenant}/`, true],
    [tenant, true],
    [`https://${tenant}/`, true],
    [`https://${tenant}`, true],
    [`${inAccount}/${tenant}/`, true],
    [`${inAccount}/${tenant}`, true],
    [`${inAccount}/${tenant.replace('8a7b', '8a7c')}/`, false],
    [`${inAccount}/token.actions.githubusercontent.com`, false],
    ['cognito-identity.amazonaws.com', false],
  ])('a session of %s: %s', (provider, isDenied) => {
    const { StringLike: like } = denied!.Condition as { StringLike: Record<string, readonly string[]> };
    expect(Object.keys(denied!.Condition)).toEqual(['StringLike']);
    expect(like['aws:FederatedProvider']!.some((form) => wildcardMatcher(form, { ignoreCase: false })(provider))).toBe(
      isDenied,
    );
  });

  test('is where the access role is', () => {
    expect(revoked.Condition).toBe(account.Resources['AccessRole']!.Condition);
    expect(revoked.Condition).toBeDefined();
  });

  test('is not there where there is no provider', () => {
    const { account: bare } = templatesOf({
      ...input,
      policy: { ...input.policy, identityProviders: [], policies: [] },
    });
    expect(bare.Resources['RevokedSessions']).toBeUndefined();
    expect(JSON.stringify(bare)).not.toContain('"Resource":[]');
  });
});

describe('in another partition', () => {
  const names = Object.keys(partitions).filter((name) => name !== 'aws');

  test.each(names)('%s: no ARN of the partition aws is left', (partition) => {
    const regions: Record<string, string> = {
      'aws-cn': 'cn-north-1',
      'aws-us-gov': 'us-gov-west-1',
      'aws-eusc': 'eusc-de-east-1',
    };
    const moved = templatesOf(
      sampleInput(
        ['partition: aws', `partition: ${partition}`],
        ['homeRegion: eu-west-1', `homeRegion: ${regions[partition]}`],
      ),
    );
    expect(JSON.stringify(moved)).not.toMatch(/arn:aws:/);
  });
});
