import { asBucket } from '../ports';
import type { GraphRequest, GraphResponse } from '../../../federation/ports';
import type { StandingPause } from '../../../federation/pauses';
import { createDirectorySteps } from '../../../handlers/directory-steps/directory-steps';
import type { Faults } from '../../../simulation/faults';
import type { Application, ServicePrincipal } from '../../../simulation/entra/objects';
import { World, factoryClientId, tenantId } from '../../simulation/entra/world';

export { day, factoryClientId, tenantId } from '../../simulation/entra/world';
export const account = '444444444444';
export const github = 'https://token.actions.githubusercontent.com';
export const wanted = { name: 'subject-1', issuer: github, subject: 'repo:acme/a:environment:prod' };
/** A user of the tenant. */
export const somebody = '99999999-0000-4000-8000-000000000001';
export const secret = { keyId: '77777777-0000-4000-8000-000000000001', displayName: null };

/** What the names of this account's applications begin with; the rest is the role's. */
export const prefix = `aws-${account}-`;
export const tags = ['oidc-factory', `aws-account:${account}`];

/** Answers in Graph's stead where it wants to. */
export type Interceptor = (request: GraphRequest) => GraphResponse | undefined;

/** How the steps run: who answers in Graph's stead, what was asked, and how long was waited. */
export interface Run {
  readonly intercept?: Interceptor;
  readonly asked?: GraphRequest[];
  readonly waits?: number[];
  readonly rewrite?: (request: GraphRequest) => GraphRequest;
}

export type Credentials = readonly { readonly name: string; readonly issuer: string; readonly subject: string }[];

export const applicationPlan = (uniqueName: string, federatedCredentials: Credentials = []) => ({
  uniqueName,
  displayName: uniqueName,
  identifierUri: `api://${tenantId}/${encodeURIComponent(uniqueName)}`,
  tags,
  purpose: 'caller',
  knownClientIds: [] as readonly string[],
  federatedCredentials,
});
export type Plan = ReturnType<typeof applicationPlan>;

/** A tenant, and the directory-side steps at work in it. */
export class DirectoryWorld {
  readonly world: World;
  readonly directory: World['entra']['directory'];
  /** Object id of the factory's own service principal. */
  readonly factory: string;
  /** Of the factory's bucket, by key. */
  readonly objects = new Map<string, string>();
  /** The client ids that the account side has recorded, by unique name. */
  readonly recorded = new Map<string, readonly string[]>();
  pauses: readonly StandingPause[] = [];

  constructor(faults?: Faults) {
    this.world = new World({ ...(faults && { faults }) });
    this.directory = this.world.entra.directory;
    this.factory = this.world.factory.servicePrincipalId;
  }

  freshName(): string {
    return `${prefix}${this.world.name()}`;
  }

  /** The steps as a function that has just started. */
  start({ intercept = () => undefined, asked = [], waits = [], rewrite = (request) => request }: Run = {}) {
    const issuer = `https://sts.windows.net/${tenantId}/`;
    return createDirectorySteps({
      identityProviders: [{ name: 'entra-prod', tenantId, cloud: 'public', factoryClientId, issuer }],
      directories: {
        of: () => ({
          request: async (request) => {
            asked.push(request);
            return intercept(request) ?? this.world.graph.request(rewrite(request));
          },
        }),
      },
      bucket: asBucket(this.objects),
      pauses: { read: () => Promise.resolve(this.pauses) },
      clock: this.world.clock,
      pause: (seconds) => Promise.resolve(void waits.push(seconds)),
    });
  }

  /** Runs a step for a role, or without one for the account. */
  run(step: string, roleName: string | undefined, inputs: object, how?: Run) {
    const event = { trigger: 'role-created', account, ...(roleName !== undefined && { roleName }), id: 'e' };
    const time = this.world.clock.now().toISOString();
    return this.start(how)({ step, execution: 'e-1', event: { ...event, time }, inputs });
  }

  /** Registers a caller of a plan, as one that is recorded from then on. */
  async register(plan: Plan, how?: Run, audienceApplication?: Plan): Promise<Registered> {
    const { uniqueName } = plan;
    const knownClientIds = this.recorded.get(uniqueName) ?? [];
    const caller = { kind: 'application', application: { ...plan, knownClientIds } };
    const inputs = {
      plan: { identityProvider: 'entra-prod', caller, ...(audienceApplication && { audienceApplication }) },
    };
    const roleName = uniqueName.startsWith(prefix) ? uniqueName.slice(prefix.length) : 'web';
    const answer = (await this.run('entra.registerApplication', roleName, inputs, how)) as unknown as Registered;
    this.recorded.set(uniqueName, [...knownClientIds, answer.caller.clientId]);
    return answer;
  }

  retire(uniqueName: string, onDelete: string, how?: Run) {
    const retirement = { identityProvider: 'entra-prod', uniqueNames: [uniqueName], onDelete };
    return this.run('entra.retireApplication', uniqueName.slice(prefix.length), { retirement }, how);
  }

  named(uniqueName: string): Application | undefined {
    return this.directory.applications.all().find((one) => one.uniqueName === uniqueName);
  }

  /** The live service principal of a unique name. */
  principalOf(uniqueName: string): ServicePrincipal | undefined {
    const appId = this.named(uniqueName)?.appId;
    return this.directory.servicePrincipals.live().find((one) => one.appId === appId);
  }

  edit(uniqueName: string, changes: Partial<Application>): void {
    this.directory.applications.put({ ...this.named(uniqueName)!, ...changes });
  }

  editPrincipal(uniqueName: string, changes: Partial<ServicePrincipal>): void {
    this.directory.servicePrincipals.put({ ...this.principalOf(uniqueName)!, ...changes });
  }

  /** Somebody registers an application under a name of the factory's. */
  squat(name: string, owners: readonly string[], more: Partial<Application> = {}): Application {
    const fields = { uniqueName: name, displayName: name, signInAudience: 'AzureADMyOrg', tags } as const;
    return this.directory.applications.put({ ...this.directory.createApplication(fields, undefined), owners, ...more });
  }

  snapshot(): string {
    return JSON.stringify(this.world.entra.snapshot());
  }
}

export interface Registered {
  readonly caller: { readonly clientId: string; readonly audience: string; readonly subjects: readonly string[] };
  readonly registration: string;
}
