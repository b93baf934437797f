import { synthesize } from '../../../customizations/synthesize';
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
  ]);
  const stackSets = statements
    .flatMap(({ Resource }) => Resource as string[])
    .filter((arn) => arn.includes(':stackset'));
  expect([...new Set(stackSets)]).toEqual([
    'arn:aws:cloudformation:eu-west-1:111111111111:stackset/oidc-factory-account:*',
    'arn:aws:cloudformation:eu-west-1:111111111111:stackset/oidc-factory-provider:*',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-account:*',
    'arn:aws:cloudformation:*:111111111111:stackset-target/oidc-factory-provider:*',
  ]);
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
