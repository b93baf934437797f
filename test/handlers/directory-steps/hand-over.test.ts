import fc from 'fast-check';
import type { Application, ServicePrincipal } from '../../../simulation/entra/objects';
import {
  type Run,
  DirectoryWorld,
  applicationPlan,
  day,
  github,
  secret,
  somebody,
  tags,
  tenantId,
  wanted,
} from './support';

const audiences = ['api://AzureADTokenExchange'];
const beyond = { name: 'old', issuer: github, subject: 'repo:acme/old:ref:refs/heads/main' };

/** A tenant with an application that somebody made, and that is handed over in full. */
class HandedOver extends DirectoryWorld {
  readonly name = this.freshName();
  readonly application = this.make();
  readonly clientId = this.application.appId;
  readonly subject = this.principal.id;

  get principal(): ServicePrincipal {
    return this.directory.servicePrincipals.all().find(({ appId }) => appId === this.application.appId)!;
  }

  get now(): Application {
    return this.directory.applications.all().find(({ id }) => id === this.application.id)!;
  }

  change(changes: Partial<Application>): void {
    this.directory.applications.put({ ...this.now, ...changes });
  }

  changePrincipal(changes: Partial<ServicePrincipal>): void {
    this.directory.servicePrincipals.put({ ...this.principal, ...changes });
  }

  takeOver(handedOver: object = { clientId: this.clientId, subject: this.subject }, name = this.name, how: Run = {}) {
    const plan = { ...applicationPlan(name, [wanted]), handedOver };
    return this.register(plan, how);
  }

  private make(): Application {
    const fields = { displayName: 'billing', signInAudience: 'AzureADMyOrg', tags: ['team:billing'] } as const;
    const made = this.directory.createApplication(fields, this.factory);
    this.directory.addCredential(made, { ...wanted, name: 'by-hand', audiences, description: null });
    this.directory.createServicePrincipal(made.appId, {}, this.factory);
    return this.directory.applications.current(made);
  }
}

/** What may be missing, and how it is told. */
const flaws: readonly (readonly [told: RegExp, make: (here: HandedOver) => void])[] = [
  [
    /; it is owned by |: it is owned by nobody/,
    (here) => {
      here.change({ owners: [] });
    },
  ],
  [
    /service principal \S+ is owned by 9{8}\S+, \S+, and/,
    (here) => {
      here.changePrincipal({ owners: [somebody, here.factory] });
    },
  ],
  [
    /it has the unique name bicep/,
    (here) => {
      here.change({ uniqueName: 'bicep' });
    },
  ],
  [
    /it is for AzureADMultipleOrgs/,
    (here) => {
      here.change({ signInAudience: 'AzureADMultipleOrgs' });
    },
  ],
  [
    /tokens are of version 2/,
    (here) => {
      here.change({ requestedAccessTokenVersion: 2 });
    },
  ],
  [
    /App ID URI api:\/\/\S+, which/,
    (here) => {
      here.change({ identifierUris: [`api://${here.clientId}`] });
    },
  ],
  [
    /it has a client secret or certificate/,
    (here) => {
      here.change({ passwordCredentials: [secret] });
    },
  ],
  [
    /service principal \S+ has a secret/,
    (here) => {
      here.changePrincipal({ keyCredentials: [secret] });
    },
  ],
  [
    /credential old takes tokens for the subject repo:acme\/old/,
    (here) => void here.directory.addCredential(here.now, { ...beyond, audiences, description: null }),
  ],
  [
    /credential elsewhere takes tokens for the subject repo:acme\/a:environment:prod of https:\/\/gitlab/,
    (here) => {
      const elsewhere = {
        ...wanted,
        name: 'elsewhere',
        issuer: 'https://gitlab.example',
        audiences,
        description: null,
      };
      here.directory.addCredential(here.now, elsewhere);
    },
  ],
];

describe('an application that is handed over', () => {
  it('becomes the factory’s with the ids that it has, and loses nothing', async () => {
    const here = new HandedOver();
    const before = here.now;
    expect(await here.takeOver()).toEqual({
      caller: { clientId: here.clientId, audience: here.clientId, subjects: [here.subject] },
      registration: 'taken-over',
    });
    expect(here.now).toEqual({
      ...before,
      uniqueName: here.name,
      requestedAccessTokenVersion: 1,
      identifierUris: [`api://${tenantId}/${here.name}`],
      tags: ['team:billing', ...tags],
    });
    expect(here.principal).toMatchObject({ id: here.subject, tags });
  });

  it('is one of the factory’s from then on: nothing is done twice, and what drifts is healed', async () => {
    const here = new HandedOver();
    await here.takeOver();
    const before = here.snapshot();
    expect(await here.takeOver()).toMatchObject({ registration: 'unchanged' });
    expect(here.snapshot()).toBe(before);
    here.change({ passwordCredentials: [secret] });
    expect(await here.takeOver({ clientId: here.clientId })).toMatchObject({ registration: 'changed' });
    expect(here.snapshot()).toBe(before);
  });

  it('is gone on with where a run has broken off behind its first write, and still loses nothing', async () => {
    const here = new HandedOver();
    await here.takeOver();
    here.recorded.clear();
    expect(await here.takeOver()).toMatchObject({ caller: { subjects: [here.subject] }, registration: 'taken-over' });
    here.recorded.clear();
    here.change({ passwordCredentials: [secret] });
    const before = here.snapshot();
    await expect(here.takeOver()).rejects.toMatchObject({ code: 'ApplicationNotHandedOver' });
    expect(here.snapshot()).toBe(before);
  });

  it('gets the planned credential that it lacks', async () => {
    const here = new HandedOver();
    here.change({ federatedIdentityCredentials: [] });
    await here.takeOver();
    expect(here.now.federatedIdentityCredentials).toMatchObject([{ ...wanted, audiences }]);
  });

  it('is waited for where a replica does not know yet that it has been taken over', async () => {
    const here = new HandedOver();
    const { appId, id } = here.now;
    await here.takeOver();
    const before = here.snapshot();
    const unnamed = { status: 200, body: { id, appId, uniqueName: null, owners: [{ id: here.factory }] } };
    const intercept = ({ path }: { readonly path: string }) => {
      if (path.startsWith('/applications(uniqueName')) return { status: 404, body: {} };
      return path.startsWith('/applications(appId') ? unnamed : undefined;
    };
    const again = here.takeOver({ clientId: appId }, undefined, { intercept });
    await expect(again).rejects.toMatchObject({ code: 'ReplicationLag' });
    expect(here.snapshot()).toBe(before);
  });

  it('stays shut out where somebody has shut it out', async () => {
    const here = new HandedOver();
    here.changePrincipal({ accountEnabled: false });
    await here.takeOver();
    expect(here.principal.accountEnabled).toBe(false);
  });

  it('is taken over whole, or nothing at all is written and all that is missing is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...flaws]), async (some) => {
        const here = new HandedOver();
        some.forEach(([, make]) => {
          make(here);
        });
        const before = here.snapshot();
        const error: unknown = await here.takeOver().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error === undefined).toBe(some.length === 0);
        if (some.length === 0) return;
        expect(error).toMatchObject({ code: 'ApplicationNotHandedOver' });
        for (const [told] of some) expect(String(error)).toMatch(told);
        expect(here.snapshot()).toBe(before);
      }),
      { numRuns: 60 },
    );
  });
});

const asListed = ({ clientId, subject }: HandedOver): object => ({ clientId, subject });

describe('what is never taken over, or registered in its place', () => {
  it.each<[string, (here: HandedOver) => unknown, RegExp, (here: HandedOver) => object]>([
    ['one that nobody has made', () => undefined, /there is no such application/, () => ({ clientId: somebody })],
    [
      'one that was deleted',
      (here) => {
        here.directory.deleteApplication(here.now);
      },
      /there is no such application/,
      asListed,
    ],
    [
      'one without a service principal',
      (here) => {
        here.directory.servicePrincipals.delete(here.principal);
      },
      /it has no service principal/,
      asListed,
    ],
    [
      'one whose service principal is not the one that the role admits',
      () => undefined,
      /its service principal is \S+, and the trust policy of the role admits 9{8}/,
      ({ clientId }) => ({ clientId, subject: somebody }),
    ],
    [
      'one whose name a squatter has',
      (here) => here.squat(here.name, [somebody]),
      /another application, \S+, has the unique name/,
      asListed,
    ],
    [
      'one whose name a deleted application has',
      async (here) => {
        await here.register(applicationPlan(here.name));
        here.directory.deleteApplication(here.named(here.name)!);
      },
      /another application, \S+, has the unique name/,
      asListed,
    ],
    [
      'one whose name another application of the factory’s has',
      (here) => here.register(applicationPlan(here.name)),
      /another application, \S+, has the unique name/,
      asListed,
    ],
  ])('%s', async (_what, arrange, told, handedOver) => {
    const here = new HandedOver();
    await arrange(here);
    const before = here.snapshot();
    await expect(here.takeOver(handedOver(here))).rejects.toMatchObject({
      code: 'ApplicationNotHandedOver',
      message: expect.stringMatching(told) as string,
    });
    expect(here.snapshot()).toBe(before);
  });

  it('one whose federated credentials cannot be read', async () => {
    const here = new HandedOver();
    const before = here.snapshot();
    const missing = { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };
    const intercept = ({ path }: { readonly path: string }) =>
      path.endsWith('/federatedIdentityCredentials') ? missing : undefined;
    await expect(here.takeOver(undefined, undefined, { intercept })).rejects.toMatchObject({ code: 'ReplicationLag' });
    expect(here.snapshot()).toBe(before);
  });

  it('a second role’s subject, though the first role’s has been taken over', async () => {
    const here = new HandedOver();
    await here.takeOver(undefined, 'aws-shared-nightly');
    const before = here.snapshot();
    await expect(
      here.takeOver({ clientId: here.clientId, subject: somebody }, 'aws-shared-nightly'),
    ).rejects.toMatchObject({ code: 'ApplicationNotHandedOver' });
    expect(here.snapshot()).toBe(before);
  });

  it('is brought back where it is deleted, and once that cannot be, the line must go first', async () => {
    const here = new HandedOver();
    await here.takeOver();
    here.directory.deleteApplication(here.now);
    expect(await here.takeOver({ clientId: here.clientId })).toMatchObject({
      caller: { clientId: here.clientId, subjects: [here.subject] },
      registration: 'restored',
    });
    here.directory.deleteApplication(here.now);
    here.world.clock.advance(31 * day);
    await expect(here.takeOver({ clientId: here.clientId })).rejects.toMatchObject({
      code: 'ApplicationNotHandedOver',
      message: expect.stringContaining('take the line out') as string,
    });
    expect(here.named(here.name)).toBeUndefined();
    expect(await here.register(applicationPlan(here.name))).toMatchObject({ registration: 'created' });
  });

  it('a name by which Graph refuses it: nothing is written then', async () => {
    const here = new HandedOver();
    const uri = `api://${tenantId}/${here.name}`;
    here.squat(`${here.name}-other`, [somebody], { identifierUris: [uri] });
    const before = here.snapshot();
    await expect(here.takeOver()).rejects.toMatchObject({ code: 'ApplicationSquatted' });
    expect(here.snapshot()).toBe(before);
  });

  it('an audience application', async () => {
    const here = new HandedOver();
    const audience = {
      ...applicationPlan('aws-444444444444'),
      purpose: 'audience',
      handedOver: { clientId: here.clientId },
    };
    await expect(here.register(applicationPlan(here.name), {}, audience)).rejects.toMatchObject({
      code: 'InvalidInput',
    });
  });
});
