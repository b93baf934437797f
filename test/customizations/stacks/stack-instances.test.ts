import { synthesize } from '../../../customizations/synthesize';
import { evaluateIdentityPolicies } from '../../../simulation/iam';
import { baselineTypes } from '../../../customizations/stacks/stack-instances';
import { sampleInput } from '../sample';
import { resourcesOf, statementsOf, templatesOf } from './support';

const input = sampleInput(['deliver: cfct', 'deliver: stacksets']);
const { hook, account, provider, factory } = templatesOf(input);
const roleOf = (template: typeof hook, id: string) => template.Resources[id]!.Properties;

it('lets the account-side function, and nobody else, ask for instances in the two StackSets by their names', () => {
  const role = roleOf(hook, 'StackInstances');
  expect(role.AssumeRolePolicyDocument.Statement).toMatchObject([
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
  const statements = role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(statements.flatMap(({ Action }) => Action)).toEqual([
    'cloudformation:DescribeStackSet',
    'cloudformation:ListStackInstances',
    'cloudformation:ListStackSetOperations',
    'cloudformation:CreateStackInstances',
    'cloudformation:CreateStackInstances',
  ]);
  const stackSets = statements
    .flatMap(({ Resource }) => Resource as string[])
    .filter((arn) => arn.includes(':stackset'));
  expect([...new Set(stackSets)]).toEqual([
    'arn:aws:cloudformation:eu-west-1:111111111111:stackset/oidc-factory-account:*',
    'arn:aws:cloudformation:eu-west-1:111111111111:stackset/oidc-factory-provider:*',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-account:*/ou-ab12-sandbox0',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-account:*/ou-ab12-workload',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-account:*/????????????',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-provider:*/ou-ab12-sandbox0',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-provider:*/ou-ab12-workload',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-provider:*/????????????',
  ]);
});

describe('what the role may make instances of', () => {
  const policies = roleOf(hook, 'StackInstances').Policies.map(({ PolicyDocument }) => PolicyDocument);
  const organization = { 'aws:resourcetag/oidc-factory:organization': ['o-a1b2c3d4e5'] };
  const cloudFormation = (rest: string) => `arn:aws:cloudformation:eu-west-1:111111111111:${rest}`;
  const decision = (resource: string, context: Readonly<Record<string, readonly string[]>>) =>
    evaluateIdentityPolicies(policies, {
      action: 'cloudformation:CreateStackInstances',
      resource: cloudFormation(resource),
      context: { 'cloudformation:targetregion': ['us-east-1'], ...context },
    }).decision;

  it.each([
    ['a StackSet with the mark', 'stackset/oidc-factory-account:id', organization, 'allowed'],
    ['one without', 'stackset/oidc-factory-account:id', {}, 'denied'],
    [
      "one with another organization's",
      'stackset/oidc-factory-provider:id',
      { 'aws:resourcetag/oidc-factory:organization': ['o-other00000'] },
      'denied',
    ],
    ['one of another name', 'stackset/CustomControlTower-oidc-factory-account:id', organization, 'denied'],
    ['a unit of the targets', 'stackset-target/oidc-factory-account:id/ou-ab12-workload', {}, 'allowed'],
    ['a unit that is no target', 'stackset-target/oidc-factory-account:id/ou-ab12-infra000', {}, 'denied'],
    ['the root', 'stackset-target/oidc-factory-provider:id/r-ab12', {}, 'denied'],
    ['an account in a unit', 'stackset-target/oidc-factory-provider:id/444444444444', {}, 'allowed'],
    [
      'another region',
      'stackset-target/oidc-factory-account:id/ou-ab12-workload',
      { 'cloudformation:targetregion': ['us-east-1', 'eu-west-1'] },
      'denied',
    ],
  ] as const)('%s', (_what, resource, context, expected) => {
    expect(decision(resource, context)).toBe(expected);
  });
});

it('has no parameters in the two templates, which whoever makes an instance could set otherwise', () => {
  for (const template of [account, provider]) expect(template).not.toHaveProperty('Parameters');
});

it('names the very types of resources that the two templates have', () => {
  const types = [account, provider].flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
  expect([...new Set(types)].sort()).toEqual([...baselineTypes]);
});

it('is there with `deliver: stacksets` only, and in the home region only', () => {
  const cfct = templatesOf(sampleInput());
  expect(Object.keys(cfct.hook.Resources)).not.toContain('StackInstances');
  expect(Object.keys(cfct.hook.Resources)).not.toContain('Templates');
  const assumed = (template: typeof factory) =>
    Object.values(resourcesOf(template, 'AWS::IAM::Role'))
      .flatMap(statementsOf)
      .some(({ Sid }) => Sid === 'StackInstances');
  expect(assumed(factory)).toBe(true);
  expect(assumed(cfct.factory)).toBe(false);
  for (const id of ['StackInstances', 'Templates', 'TemplatesPolicy'])
    expect(hook.Resources[id]!.Condition).toBe('InHomeRegion');
});

it('keeps the hook short enough for a call', () => {
  const { files } = synthesize(input);
  const text = files.find(({ path }) => path.endsWith('-hook.template.json'))!.text;
  expect(Buffer.byteLength(text)).toBeLessThan(51_200);
});
