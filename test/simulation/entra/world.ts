import type { Graph, GraphResponse } from '../../../federation/ports';
import { CallCounter } from '../../../simulation/calls';
import { VirtualClock } from '../../../simulation/clock';
import type { Faults } from '../../../simulation/faults';
import { GitHubIssuer, LocalEntra, githubIssuer, seededGuids } from '../../../simulation/entra';
import type { Registration } from '../../../simulation/entra';
import { IssuerRegistry } from '../../../simulation/issuers';

export const tenantId = '8a7b6c5d-0000-4000-8000-1234567890ab';
export const factoryClientId = '5f2c0000-0000-4000-8000-abcdefabcdef';
export const day = 24 * 60 * 60;

const factorySubject = 'repo:acme/factory:environment:prod';
const strangerSubject = 'repo:stranger/things:ref:refs/heads/main';

/** A tenant with the factory and a stranger in it. Keys are made once per world, so share one in a file. */
export class World {
  readonly clock: VirtualClock;
  readonly calls = new CallCounter();
  readonly issuers = new IssuerRegistry();
  readonly github: GitHubIssuer;
  readonly entra: LocalEntra;
  readonly factory: Registration;
  readonly stranger: Registration;
  readonly graph: Graph;
  #names = 0;

  constructor({ start, faults }: { readonly start?: string; readonly faults?: Faults } = {}) {
    this.clock = new VirtualClock(start);
    this.github = new GitHubIssuer(this.clock, this.issuers);
    this.entra = new LocalEntra({
      tenantId,
      cloud: 'public',
      clock: this.clock,
      issuers: this.issuers,
      calls: this.calls,
      ids: seededGuids('test'),
      verifiedDomains: ['acme.example'],
      ...(faults && { faults }),
    });
    this.factory = this.entra.registerFactory({
      clientId: factoryClientId,
      federatedCredential: { issuer: githubIssuer, subject: factorySubject },
    });
    this.stranger = this.entra.registerStranger({ issuer: githubIssuer, subject: strangerSubject });
    this.graph = this.entra.graphFor(() => this.github.jobToken({ subject: factorySubject }), factoryClientId);
  }

  /** A token of the stranger's, with which it signs in. */
  strangersToken(): Promise<string> {
    return this.github.jobToken({ subject: strangerSubject });
  }

  /** A name that no other test uses. */
  name(): string {
    this.#names += 1;
    return `app-${this.#names}`;
  }

  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<GraphResponse> {
    return this.graph.request({ method, path, ...(body === undefined ? {} : { body }), ...(headers && { headers }) });
  }

  upsert(uniqueName: string, body: unknown = { displayName: 'An app', ...ours }): Promise<GraphResponse> {
    return this.send('PATCH', byUniqueName(uniqueName), body, { Prefer: 'create-if-missing' });
  }

  /** Registers an application of the factory's, and answers it as Graph shows it. */
  async register(extra: object = {}): Promise<Shown> {
    const answer = await this.upsert(this.name(), { displayName: 'An app', ...ours, ...extra });
    expect(answer.status).toBe(201);
    return shownBy(answer);
  }

  async principalOf(appId: string): Promise<Shown> {
    const path = `/servicePrincipals(appId='${appId}')`;
    const answer = await this.send('PATCH', path, {}, { Prefer: 'create-if-missing' });
    expect(answer.status).toBe(201);
    return shownBy(answer);
  }
}

export const ours = { signInAudience: 'AzureADMyOrg', api: { requestedAccessTokenVersion: 1 } };

/** An object as Graph shows it. */
export interface Shown {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly appId: string;
}

export const byUniqueName = (name: string): string =>
  `/applications(uniqueName='${encodeURIComponent(name.replaceAll("'", "''"))}')`;

export const shownBy = ({ body }: { readonly body: unknown }): Shown => body as Shown;

export const valuesOf = ({ body }: { readonly body: unknown }): readonly Shown[] =>
  (body as { readonly value: readonly Shown[] }).value;

export const codeOf = ({ body }: { readonly body: unknown }): string =>
  (body as { readonly error: { readonly code: string } }).error.code;
