import { names } from '../../../federation/names';
import { hookRegions } from '../../../customizations/stacks/hook-regions';
import { matchesPattern } from '../../../simulation/eventbridge';
import { sampleInput } from '../sample';
import { actionsOf, resourcesOf, statementsOf, templatesOf } from './support';

const input = sampleInput();
const { hook } = templatesOf(input);
const at = (homeRegion: string, partition: 'aws' | 'aws-cn' = 'aws') => {
  const organization = { ...input.policy.organization, homeRegion, partition };
  return { organization, template: templatesOf({ ...input, policy: { ...input.policy, organization } }).hook };
};

describe('the hook', () => {
  test.each([
    ['eu-west-1', 'aws', ['eu-west-1', 'us-east-1']],
    ['us-east-1', 'aws', ['us-east-1']],
    ['cn-north-1', 'aws-cn', ['cn-north-1', 'cn-northwest-1']],
    ['cn-northwest-1', 'aws-cn', ['cn-northwest-1']],
  ] as const)(
    'of %s in %s goes to the home region first, and to the one that hears AWS Organizations',
    (home, partition, regions) => {
      expect(hookRegions(at(home, partition).organization)).toEqual(regions);
    },
  );

  test('makes in each of two regions what is for that one, and its roles only at home', () => {
    expect(hook.Conditions).toEqual({
      InHomeRegion: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
      InOrganizationsRegion: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    });
    const conditions = Object.fromEntries(Object.entries(hook.Resources).map(([id, one]) => [id, one.Condition]));
    expect(conditions).toEqual({
      HookRole: 'InHomeRegion',
      HookRule: 'InHomeRegion',
      HookDeadLetters: 'InHomeRegion',
      HookDeadLettersPolicy: 'InHomeRegion',
      OrganizationReader: 'InHomeRegion',
      OrganizationRule: 'InOrganizationsRegion',
      OrganizationDeadLetters: 'InOrganizationsRegion',
      OrganizationDeadLettersPolicy: 'InOrganizationsRegion',
    });
  });

  test('is one stack without conditions where both regions are the same', () => {
    const { template } = at('us-east-1');
    expect(template.Conditions).toBeUndefined();
    expect(Object.values(template.Resources).map(({ Condition }) => Condition)).toEqual(new Array(8).fill(undefined));
    expect(template.Resources['OrganizationRule']!.DependsOn).toEqual(['HookRole']);
  });

  test('lets its two rules, and nothing else, speak through its role', () => {
    const [trust] = hook.Resources['HookRole']!.Properties.AssumeRolePolicyDocument.Statement;
    expect(trust!.Condition).toMatchObject({
      ArnEquals: {
        'aws:SourceArn': [
          `arn:aws:events:eu-west-1:111111111111:rule/${names.hookRule}`,
          `arn:aws:events:us-east-1:111111111111:rule/${names.organizationRule}`,
        ],
      },
    });
    expect(hook.Resources['OrganizationRule']!.Properties.Targets).toMatchObject([
      { RoleArn: 'arn:aws:iam::111111111111:role/oidc-factory-hook' },
    ]);
  });

  const event = (detail: object) => ({
    source: 'aws.organizations',
    'detail-type': 'AWS Service Event via CloudTrail',
    detail: { eventSource: 'organizations.amazonaws.com', ...detail },
  });
  test.each([
    ['a call that has not failed', { eventName: 'MoveAccount' }, true],
    ['a call that has', { eventName: 'MoveAccount', errorCode: 'AccessDenied' }, false],
    ['another call', { eventName: 'ListAccounts' }, false],
    [
      'an account that was created',
      { eventName: 'CreateAccountResult', serviceEventDetails: { createAccountStatus: { state: 'SUCCEEDED' } } },
      true,
    ],
    [
      'an account that was not',
      { eventName: 'CreateAccountResult', serviceEventDetails: { createAccountStatus: { state: 'FAILED' } } },
      false,
    ],
    ['an account that has left', { eventName: 'AccountDepartedOrganization' }, true],
  ])('forwards or keeps back: %s', (_what, detail, passes) => {
    expect(matchesPattern(hook.Resources['OrganizationRule']!.Properties.EventPattern, event(detail))).toBe(passes);
  });

  test('has a role that reads accounts and units of this organization, and nothing more', () => {
    const reader = hook.Resources['OrganizationReader']!;
    expect(actionsOf(reader)).toEqual(
      [
        'DescribeAccount',
        'DescribeOrganizationalUnit',
        'ListAccountsForParent',
        'ListOrganizationalUnitsForParent',
        'ListParents',
        'ListParents',
        'ListRoots',
        'ListTagsForResource',
      ].map((action) => `organizations:${action}`),
    );
    const wide = statementsOf(reader).filter(({ Resource }) => Resource === '*');
    expect(wide.map(({ Action }) => Action)).toEqual(['organizations:ListRoots']);
    expect(reader.Properties.AssumeRolePolicyDocument.Statement).toMatchObject([
      {
        Principal: { AWS: 'arn:aws:iam::222222222222:root' },
        Condition: {
          StringEquals: {
            'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/oidc-factory-account-steps',
            'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
          },
        },
      },
    ]);
    expect(Object.keys(resourcesOf(hook, 'AWS::IAM::Role'))).toEqual(['HookRole', 'OrganizationReader']);
  });
});
