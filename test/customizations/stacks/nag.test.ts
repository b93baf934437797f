import { AwsSolutionsChecks } from 'cdk-nag';
import { buildApp } from '../../../customizations/stacks';
import { sampleInput } from '../sample';

describe('the AWS Solutions rules of cdk-nag', () => {
  beforeAll(() => {
    // A rule reads a property that the CDK calls deprecated.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  test.each([
    ['the sample', []],
    [
      'a secret instead of a token',
      [
        [
          '{ kind: aws-outbound-federation }',
          "{ kind: secrets-manager, secretArn: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:entra-AbCdEf' }",
        ],
      ],
    ],
    ["StackSets of the factory's own", [['deliver: cfct', 'deliver: stacksets']]],
    ['policies without paths', [['roles: { paths: [/ci/] }', "roles: { names: ['*-deployer', admin] }"]]],
  ] as [string, [string, string][]][])('find nothing that is not acknowledged: %s', (_name, replacements) => {
    const report = new AwsSolutionsChecks().validateScope(buildApp(sampleInput(...replacements)));
    expect(
      report.violations.map((one) => [one.ruleName, one.violatingResources.map((resource) => resource.constructPath)]),
    ).toEqual([]);
  });
});
