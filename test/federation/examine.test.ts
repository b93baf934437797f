import { account, document, placeholder, role, statement } from './support/cases';
import { bound, examined, pinned } from './support/inventoried';

const pending = document(statement());
const saml = document(
  statement({
    Principal: { Federated: `arn:aws:iam::${account}:saml-provider/sso` },
    Action: 'sts:AssumeRoleWithSAML',
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  }),
);

it('makes of roles with the same trust policy what it makes of each alone', () => {
  const roles = [pinned, pending, saml, 'nonsense *'].flatMap((trustPolicy, index) =>
    ['web', 'api', 'job'].map((name) => role({ name: `${name}-${index}`, trustPolicy })),
  );
  const bindings = [bound({ roleName: 'web-0' }), bound({ roleName: 'api-2' })];
  const together = examined({ roles, bindings });
  const alone = roles.flatMap((one) => examined({ roles: [one], bindings }).roles);
  expect(together.roles).toEqual(alone);
  expect(together.roles.map(({ role: { name } }) => name)).toEqual([
    ...['web-0', 'api-0', 'job-0'],
    ...['web-1', 'api-1', 'job-1'],
    'api-2',
    ...['web-3', 'api-3', 'job-3'],
  ]);
  expect(together.roles[3]?.admissions).toMatchObject([{ audiences: [{ text: placeholder }] }]);
});
