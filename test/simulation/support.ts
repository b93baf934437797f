import { parse } from 'yaml';
import { synthesize } from '../../customizations/synthesize';
import { VirtualClock } from '../../simulation/clock';
import { CallCounter } from '../../simulation/calls';
import { Cloud, type World } from '../../simulation/cloud';
import { AwsError, SimulationError } from '../../simulation/errors';
import { LocalEntra, seededGuids } from '../../simulation/entra';
import { EventBridge, type EventRule } from '../../simulation/eventbridge';
import { Faults, type FaultSettings } from '../../simulation/faults';
import { Authorizer, IamApi, type IamCall, type Principal } from '../../simulation/iam';
import { Ids } from '../../simulation/ids';
import { IssuerRegistry } from '../../simulation/issuers';
import { LocalOrganization } from '../../simulation/local-organization';
import { Organization, type OrganizationFacts } from '../../simulation/organization';
import { Sts } from '../../simulation/sts';
import { sampleInput } from '../customizations/sample';

export const factory = '222222222222';
export const member = '444444444444';
export const management = '111111111111';

export const organizationFacts: OrganizationFacts = {
  id: 'o-a1b2c3d4e5',
  partition: 'aws',
  homeRegion: 'eu-west-1',
  managementAccount: management,
  organizationalUnits: [
    { id: 'r-ab12', path: '/' },
    { id: 'ou-ab12-infra000', path: '/Infrastructure' },
    { id: 'ou-ab12-workload', path: '/Workloads' },
    { id: 'ou-ab12-workprod', path: '/Workloads/Prod' },
  ],
  accounts: [
    { id: management, name: 'Management', organizationalUnit: '/', tags: {} },
    { id: factory, name: 'Identity', organizationalUnit: '/Infrastructure', tags: {} },
    { id: member, name: 'payments-us', organizationalUnit: '/Workloads/Prod', tags: {} },
  ],
};

/** The code of what is thrown; undefined where nothing is. */
export const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError || error instanceof SimulationError) return error.code;
    throw error;
  }
};

/** The services without anything deployed in them. */
export const bareCloud = (clock = new VirtualClock(), faults = new Faults()) => {
  const world: World = {
    organization: new Organization(organizationFacts),
    clock,
    calls: new CallCounter(),
    ids: new Ids(),
    issuers: new IssuerRegistry(),
    faults,
  };
  const cloud = new Cloud(world);
  const authorizer = new Authorizer(world.organization, (account) => cloud.iam(account));
  const eventBridge = new EventBridge(world, cloud, authorizer);
  const sts = new Sts(world, cloud, authorizer);
  const told: IamCall[] = [];
  const iam = (principal: Principal): IamApi =>
    new IamApi(cloud.iam(principal.account), principal, {
      authorizer,
      calls: world.calls,
      clock,
      cloudTrail: (call) => told.push(call),
    });
  return { world, clock, cloud, authorizer, eventBridge, sts, iam, told };
};

/** A role with one policy, as a stack would make it; answers its ARN. */
export const addRole = (
  cloud: Cloud,
  account: string,
  roleName: string,
  trust: unknown,
  statements: readonly unknown[] = [],
): string => {
  const role = cloud.iam(account).addRole({
    roleName,
    path: '/',
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
    maxSessionDurationSeconds: 3600,
    tags: {},
  });
  role.policies.set('policy', { Version: '2012-10-17', Statement: statements });
  return role.arn;
};

export const rule = (overrides: Partial<EventRule> & Pick<EventRule, 'pattern' | 'targets'>): EventRule => ({
  name: 'rule',
  arn: `arn:aws:events:us-east-1:${member}:rule/rule`,
  enabled: true,
  ...overrides,
});

let synthesized: ReturnType<typeof synthesize>['files'] | undefined;

/** The sample organization with everything that is generated from config/ deployed, and its Entra tenant. */
export const sampleOrganization = (
  edit: (path: string, template: unknown) => unknown = (_path, template) => template,
  settings?: FaultSettings,
) => {
  const input = sampleInput();
  synthesized ??= synthesize(input).files;
  const textOf = (path: string): string => synthesized!.find((file) => file.path === path)!.text;
  const templates = new Map<string, unknown>(
    synthesized
      .filter(({ path }) => path.startsWith('templates/'))
      .map(({ path, text }) => [path, edit(path, JSON.parse(text))]),
  );
  const { organization, organizationalUnits, accounts, identityProviders } = input.policy;
  const provider = identityProviders[0]!;
  const clock = new VirtualClock();
  const issuers = new IssuerRegistry();
  const calls = new CallCounter();
  const faults = new Faults(settings);
  const entra = new LocalEntra({
    tenantId: provider.tenantId,
    cloud: provider.cloud,
    clock,
    issuers,
    calls,
    ids: seededGuids('test'),
    faults,
  });
  const manifest: unknown = parse(textOf('manifest.yaml'));
  const world = LocalOrganization.create({
    templates,
    manifest,
    hookTemplate: 'templates/oidc-factory-hook.template.json',
    organization: {
      ...organization,
      organizationalUnits: Object.entries(organizationalUnits).map(([id, path]) => ({ id, path })),
      accounts: Object.values(accounts),
    },
    directory: {
      graphFor: (identityProvider, getAssertion) => entra.graphFor(getAssertion, identityProvider.factoryClientId),
    },
    clock,
    issuers,
    calls,
    faults,
  });
  entra.registerFactory({ clientId: provider.factoryClientId, federatedCredential: world.outboundIdentity() });
  return { world, entra, provider, clock, issuers, faults, templates, manifest };
};

/** What the sample's policy binds. */
export const deployer = (world: LocalOrganization, account: string, issuer: string, roleName = 'web-deployer') => ({
  roleName,
  path: '/ci/',
  trustPolicy: world.consoleTrustPolicy(account, issuer),
  permissionsBoundary: `arn:aws:iam::${world.organization.account(account).id}:policy/ci-boundary`,
  tags: { team: 'web', 'oidc-factory:subject': 'repo:acme/payments:environment:prod' },
});
