/**
 * Small in-memory ports for the handlers: an account's IAM whose every call can be made to fail, a clock that stands
 * still, and lists of what was published and asked for. The table is the local organization's.
 */
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { Failure, type FailureCode } from '../../federation/failures';
import type { ObservedRole } from '../../federation/observed';
import type { Outcome } from '../../federation/outcomes';
import type { StandingPause } from '../../federation/pauses';
import type { AccountIam, FactoryBucket, FactoryTable, WorkflowRequest, Written } from '../../federation/ports';
import type { OrganizationView } from '../../federation/organization';
import type { BindingRecord } from '../../federation/records';
import type { StackSetView } from '../../federation/stack-sets';
import type { StepName } from '../../federation/step-catalogue';
import { createAccountSteps } from '../../handlers/account-steps/account-steps';
import { canonicalHash } from '../../handlers/canonical-hash';
import { LocalTable, bindingKey } from '../../simulation/lambda/table';

export const account = '444444444444';
export const tenantId = '8a7b6c5d-0000-4000-8000-1234567890ab';
export const factoryClientId = '5f2c0000-0000-4000-8000-abcdefabcdef';
export const issuer = `https://sts.windows.net/${tenantId}/`;
export const hostAndPath = issuer.slice('https://'.length);
export const providerArn = `arn:aws:iam::${account}:oidc-provider/${hostAndPath}`;
export const placeholder = 'oidc-factory-pending';
export const clientId = 'c1000000-0000-4000-8000-000000000001';
export const subject = '51000000-0000-4000-8000-000000000001';
export const now = '2026-11-23T10:00:00.000Z';

export const policy: CompiledPolicy = {
  organization: { id: 'o-a1b2c3d4e5', partition: 'aws', homeRegion: 'eu-west-1', managementAccount: '111111111111' },
  factoryAccount: '222222222222',
  targets: { organizationalUnits: [{ path: '/Workloads', direct: false }], excludedAccounts: ['333333333333'] },
  identityProviders: [{ name: 'entra-prod', tenantId, cloud: 'public', factoryClientId, issuer }],
  outsideProviders: [],
  policies: [
    {
      name: 'workloads',
      priority: 100,
      match: { rolePaths: ['/ci/'] },
      identityProvider: 'entra-prod',
      caller: { kind: 'own-application' },
      audience: 'per-role',
      federatedCredentials: { allowed: [] },
      limits: { requirePermissionsBoundary: false },
      onDelete: 'retire',
      enforcement: 'enforce',
    },
  ],
  organizationalUnits: { 'ou-ab12-workload': '/Workloads', 'ou-ab12-sandbox0': '/Sandbox' },
  accounts: {
    [account]: { id: account, name: 'payments', organizationalUnit: '/Workloads', tags: { team: 'pay' } },
    '666666666666': { id: '666666666666', name: 'playground', organizationalUnit: '/Sandbox', tags: {} },
  },
  bindings: [],
  perAccount: { trustPolicyLength: 2048, eventsPerHour: 600, applications: 200, removalsPerHour: 30 },
  guard: { sharePercent: 30, atLeast: 10, accountSharePercent: 50, accountAtLeast: 5, removalsPerHour: 50 },
};

export const withPolicy = (changes: Partial<CompiledPolicy['policies'][number]>): CompiledPolicy => ({
  ...policy,
  policies: policy.policies.map((one) => ({ ...one, ...changes })),
});

/** A trust policy for the provider, as the console writes it, and pinned where a subject is given. */
export const trust = (audience = placeholder, sub?: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: providerArn },
        Condition: {
          StringEquals: {
            [`${hostAndPath}:aud`]: audience,
            ...(sub !== undefined && { [`${hostAndPath}:sub`]: sub }),
          },
        },
      },
    ],
  });

export const role = (changes: Partial<ObservedRole> = {}): ObservedRole => ({
  arn: `arn:aws:iam::${account}:role/ci/web-deployer`,
  name: 'web-deployer',
  path: '/ci/',
  roleId: 'AROA1',
  trustPolicy: trust(),
  maxSessionDurationSeconds: 3600,
  tags: {},
  ...changes,
});

export const record = (changes: Partial<BindingRecord> = {}): BindingRecord => ({
  account,
  roleName: 'web-deployer',
  roleId: 'AROA1',
  policy: 'workloads',
  identityProvider: 'entra-prod',
  issuer,
  caller: 'own-application',
  uniqueName: `aws-${account}-web-deployer`,
  onDelete: 'retire',
  clientIds: [],
  audiences: [],
  state: 'registering',
  credentials: [],
  version: 1,
  updatedAt: now,
  ...changes,
});

/** IAM of the one account. */
export class MemoryIam implements AccountIam {
  readonly roles = new Map<string, ObservedRole>();
  readonly providers = new Map<string, Set<string>>();
  readonly thumbprints = new Map<string, readonly string[]>();
  /** Managed policies, as `role policy`. */
  readonly attached = new Set<string>();
  /** Every write, in order. */
  readonly writes: string[] = [];
  /** What a call is to fail with. */
  readonly failing = new Map<keyof AccountIam, FailureCode>();

  #written(name: keyof AccountIam, work: () => unknown, write: string): Promise<Written> {
    return this.#call(
      name,
      () => {
        work();
        return { requestId: `request ${this.writes.length}` };
      },
      write,
    );
  }

  #call<T>(name: keyof AccountIam, work: () => T, write?: string): Promise<T> {
    const code = this.failing.get(name);
    if (code !== undefined) return Promise.reject(new Failure(code, `${name} was told to fail.`));
    if (write !== undefined) this.writes.push(write);
    return Promise.resolve(work());
  }

  getRole(name: string) {
    return this.#call('getRole', () => this.roles.get(name));
  }
  listAttachedRolePolicies(name: string) {
    return this.#call('listAttachedRolePolicies', () => this.roles.get(name)?.managedPolicies ?? []);
  }
  listRoles() {
    return this.#call('listRoles', () => [...this.roles.values()]);
  }
  describeRoles() {
    return this.#call('describeRoles', () => [...this.roles.values()]);
  }
  listOpenIdConnectProviders() {
    return this.#call('listOpenIdConnectProviders', () =>
      [...this.providers.keys()].map((url) => `arn:aws:iam::${account}:oidc-provider/${url.slice('https://'.length)}`),
    );
  }
  tagRole(name: string, tags: Readonly<Record<string, string>>) {
    return this.#call(
      'tagRole',
      () => {
        this.#retag(name, (before) => ({ ...before, ...tags }));
      },
      `tag ${name}`,
    );
  }
  untagRole(name: string, keys: readonly string[]) {
    const without = (before: ObservedRole['tags']) =>
      Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));
    return this.#call(
      'untagRole',
      () => {
        this.#retag(name, without);
      },
      `untag ${name}`,
    );
  }
  attachRolePolicy(name: string, policyName: string) {
    return this.#written('attachRolePolicy', () => void this.attached.add(`${name} ${policyName}`), `attach ${name}`);
  }
  detachRolePolicy(name: string, policyName: string) {
    return this.#written(
      'detachRolePolicy',
      () => void this.attached.delete(`${name} ${policyName}`),
      `detach ${name}`,
    );
  }
  #retag(name: string, change: (before: ObservedRole['tags']) => ObservedRole['tags']) {
    const found = this.roles.get(name);
    if (found !== undefined) this.roles.set(name, { ...found, tags: change(found.tags) });
  }
  updateAssumeRolePolicy(name: string, trustPolicy: string) {
    return this.#written(
      'updateAssumeRolePolicy',
      () => {
        this.roles.set(name, { ...this.roles.get(name)!, trustPolicy });
      },
      `trust ${name}`,
    );
  }
  getOpenIdConnectProvider(url: string) {
    return this.#call('getOpenIdConnectProvider', () => {
      const audiences = this.providers.get(url);
      const thumbprints = this.thumbprints.get(url);
      return (
        audiences && { arn: providerArn, issuer: url, audiences: [...audiences], ...(thumbprints && { thumbprints }) }
      );
    });
  }
  createOpenIdConnectProvider(url: string, audiences: readonly string[]) {
    return this.#written(
      'createOpenIdConnectProvider',
      () => {
        this.providers.set(url, new Set(audiences));
      },
      `create ${url}`,
    );
  }
  addClientId(url: string, audience: string) {
    return this.#written('addClientId', () => void this.providers.get(url)?.add(audience), `add ${audience}`);
  }
  updateThumbprints(url: string, list: readonly string[]) {
    return this.#written('updateThumbprints', () => void this.thumbprints.set(url, list), `thumbprints ${url}`);
  }
  removeClientId(url: string, audience: string) {
    return this.#written('removeClientId', () => void this.providers.get(url)?.delete(audience), `remove ${audience}`);
  }
}

/** The account-side steps in a world of one account. */
export class AccountWorld {
  readonly iam = new MemoryIam();
  readonly table = new LocalTable();
  /** Of the factory's bucket, by key. */
  readonly objects = new Map<string, string>();
  readonly published: Outcome[] = [];
  /** What the owners of roles were told. */
  readonly told: Outcome[] = [];
  readonly parameters = new Map<string, string>();
  readonly requested: WorkflowRequest[] = [];
  time = now;
  readonly opened: string[] = [];
  policy = policy;
  notReady = false;
  /** What AWS Organizations shows; undefined where it cannot be read. */
  view: OrganizationView | undefined;
  /** StackSets of the management account; undefined where the role for them cannot be assumed. */
  stackSets: StackSetView | undefined;
  pauses: readonly StandingPause[] = [];

  constructor() {
    this.iam.providers.set(issuer, new Set([placeholder]));
    this.iam.roles.set('web-deployer', role());
  }

  get record(): BindingRecord | undefined {
    return this.table.bindings.get(bindingKey(account, 'web-deployer'));
  }

  set record(binding: BindingRecord | undefined) {
    if (binding === undefined) this.table.bindings.clear();
    else this.table.bindings.set(bindingKey(binding.account, binding.roleName), binding);
  }

  get audiences(): readonly string[] {
    return [...(this.iam.providers.get(issuer) ?? [])];
  }

  run(
    step: StepName,
    inputs: Readonly<Record<string, unknown>> = {},
    event: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const handle = createAccountSteps({
      policy: this.policy,
      policyHash: canonicalHash(this.policy),
      bucket: asBucket(this.objects),
      accounts: {
        open: (id) => {
          this.opened.push(id);
          if (this.notReady) return Promise.reject(new Failure('AccountNotReady', 'The account has no access role.'));
          return Promise.resolve(this.iam);
        },
        events: () => Promise.resolve({ publish: (outcome) => Promise.resolve(void this.told.push(outcome)) }),
        parameters: () =>
          Promise.resolve({
            read: (name) => Promise.resolve(this.parameters.get(name)),
            write: (name, value) => Promise.resolve(void this.parameters.set(name, value)),
            remove: (name) => Promise.resolve(void this.parameters.delete(name)),
          }),
      },
      organizations: { open: () => Promise.resolve(this.view) },
      ownStackSets: { open: () => Promise.resolve(this.stackSets) },
      table: asPort(this.table),
      outcomes: { publish: (outcome) => Promise.resolve(void this.published.push(outcome)) },
      intake: { request: (requests) => Promise.resolve(void this.requested.push(...requests)) },
      pauses: { read: () => Promise.resolve(this.pauses) },
      clock: { now: () => new Date(this.time) },
    });
    return handle({
      step,
      execution: 'event-1-1',
      event: { trigger: 'role-created', account, roleName: 'web-deployer', id: 'event-1', time: now, ...event },
      inputs,
    });
  }
}

/** A bucket; what is not there is refused, as the deployed one does. */
export const asBucket = (objects: Map<string, string>): FactoryBucket => ({
  read: (key) => {
    const text = objects.get(key);
    return text === undefined
      ? Promise.reject(new Failure('AccessDenied', `There is no ${key}.`))
      : Promise.resolve(text);
  },
  write: (key, text) => Promise.resolve(void objects.set(key, text)),
});

/** The local organization's table as the port has it. */
export const asPort = (table: LocalTable): FactoryTable => ({
  acquireLock: (request) => Promise.resolve(table.acquireLock(request)),
  takeOverLock: (request, from) => Promise.resolve(table.takeOverLock(request, from)),
  releaseLock: (of, execution) => {
    table.releaseLock(of, execution);
    return Promise.resolve();
  },
  readBinding: (id, name) => Promise.resolve(table.bindings.get(bindingKey(id, name))),
  // Within a promise, so that what it throws is a rejection.
  writeBinding: (binding) =>
    new Promise((resolve) => {
      table.writeBinding(binding);
      resolve();
    }),
  listBindings: (id) => Promise.resolve([...table.bindings.values()].filter((binding) => binding.account === id)),
  readSharedCaller: (uniqueName) => Promise.resolve(table.sharedCallers.get(uniqueName)),
  writeSharedCaller: (caller) => Promise.resolve(void table.sharedCallers.set(caller.uniqueName, caller)),
  listAccounts: () => Promise.resolve([...table.accounts.values()]),
  readSightings: (id) => Promise.resolve(table.sightings.get(id) ?? []),
  writeSightings: (id, sightings) => Promise.resolve(void table.sightings.set(id, sightings)),
  spend: (request) => Promise.resolve(table.spend(request)),
  readAccount: (id) => Promise.resolve(table.accounts.get(id)),
  writeAccount: (account) => Promise.resolve(void table.accounts.set(account.id, account)),
  askConfirmation: (question) => Promise.resolve(table.askConfirmation(question)),
  readConfirmation: (plan) => Promise.resolve(table.questions.get(plan)),
  readReconciledPolicy: () => Promise.resolve(table.reconciledPolicy),
  writeReconciledPolicy: (policy) => {
    table.reconciledPolicy = policy;
    return Promise.resolve();
  },
  recordDecision: (decision) => {
    table.recordDecision(decision);
    return Promise.resolve();
  },
});
