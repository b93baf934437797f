import { accountsOf, parseManifest } from '../../../simulation/cfct';
import { Organization } from '../../../simulation/organization';
import { codeOf, factory, management, member, organizationFacts } from '../support';

const organization = new Organization({
  ...organizationFacts,
  accounts: [
    ...organizationFacts.accounts,
    { id: '555555555555', name: 'above', organizationalUnit: '/Workloads', tags: {} },
  ],
});
const resource = (overrides: object = {}) => ({
  name: 'r',
  resource_file: 'templates/r.json',
  deploy_method: 'stack_set',
  deployment_targets: { accounts: [], organizational_units: [] },
  ...overrides,
});
const manifest = (...resources: readonly object[]) => ({ region: 'eu-west-1', version: '2021-03-15', resources });

describe('accountsOf', () => {
  it.each<readonly [string, readonly string[], readonly string[], readonly string[]]>([
    ['a unit means the accounts directly in it', [], ['Workloads'], ['555555555555']],
    ['a unit below another', [], ['Workloads:Prod'], [member]],
    ['both', [], ['Workloads', 'Workloads:Prod'], [member, '555555555555']],
    ['Root means all but the management account', [], ['Root'], [factory, member, '555555555555']],
    ['an account by its id', [management], [], [management]],
    ['an account by its name in another case', ['PAYMENTS-us'], [], [member]],
    ['what does not exist is passed over', ['nobody', '999999999999'], ['Nowhere', 'Prod'], []],
  ])('%s', (_what, accounts, units, expected) => {
    const targets = { accounts, organizational_units: units };
    const [stackSet] = parseManifest(manifest(resource({ deployment_targets: targets })));
    expect(accountsOf(stackSet!, organization).map(({ id }) => id)).toEqual(expected);
  });
});

describe('parseManifest', () => {
  it('takes the region of the manifest where a resource has none', () => {
    const [one, other] = parseManifest(manifest(resource(), resource({ name: 's', regions: ['us-east-1'] })));
    expect([one!.regions, other!.regions]).toEqual([['eu-west-1'], ['us-east-1']]);
  });

  it.each(['scp', 'rcp'])('passes over a policy of the organization, deployed by %s', (method) => {
    const policy = resource({ name: 'p', deploy_method: method });
    expect(parseManifest(manifest(policy, resource())).map(({ name }) => name)).toEqual(['r']);
  });

  it.each<readonly [string, unknown, string]>([
    ['something else', 'x', 'manifest-invalid'],
    ['a manifest without a region', { resources: [] }, 'manifest-invalid'],
    ['two resources of a name', manifest(resource(), resource()), 'manifest-invalid'],
    ['a resource without a file', manifest({ name: 'r', deploy_method: 'stack_set' }), 'manifest-invalid'],
    [
      'an account id that is a number',
      manifest(resource({ deployment_targets: { accounts: [111111111111] } })),
      'manifest-invalid',
    ],
    ['an unknown method', manifest(resource({ deploy_method: 'stackset' })), 'not-simulated'],
    ['a parameter file', manifest(resource({ parameter_file: 'p.json' })), 'not-simulated'],
  ])('refuses %s', (_what, value, code) => {
    expect(codeOf(() => parseManifest(value))).toBe(code);
  });
});
