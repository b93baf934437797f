import { World } from '../world';

const world = new World();
const { applications, servicePrincipals } = world.entra.directory;
const secret = { keyId: 'f0b0b335-1d71-4883-8f98-567911bfdca6', displayName: null };

/** Somebody has given an application and its service principal a secret and a certificate. */
const compromised = async () => {
  const { appId } = await world.register();
  await world.principalOf(appId);
  const credentials = { passwordCredentials: [secret], keyCredentials: [secret] };
  const application = applications.live().find((item) => item.appId === appId)!;
  const principal = servicePrincipals.live().find((item) => item.appId === appId)!;
  applications.put({ ...application, ...credentials });
  servicePrincipals.put({ ...principal, ...credentials });
  return [`/applications/${application.id}`, `/servicePrincipals/${principal.id}`];
};

it('shows secrets and certificates, and takes them away', async () => {
  for (const path of await compromised()) {
    const select = '$select=passwordCredentials,keyCredentials';
    const before = await world.send('GET', `${path}?${select}`);
    expect(before.body).toEqual({ passwordCredentials: [secret], keyCredentials: [secret] });
    expect((await world.send('POST', `${path}/removePassword`, { keyId: secret.keyId })).status).toBe(204);
    expect((await world.send('PATCH', path, { keyCredentials: [] })).status).toBe(204);
    const after = await world.send('GET', `${path}?${select}`);
    expect(after.body).toEqual({ passwordCredentials: [], keyCredentials: [] });
  }
});

it('refuses to take away what is not there, and to add a certificate', async () => {
  for (const path of await compromised()) {
    expect((await world.send('POST', `${path}/removePassword`, { keyId: 'x' })).status).toBe(400);
    expect((await world.send('POST', `${path}/removePassword`, {})).status).toBe(400);
    expect((await world.send('PATCH', path, { keyCredentials: [secret] })).status).toBe(400);
  }
});

it('takes nothing away from what others own', async () => {
  const foreign = world.entra.directory.createApplication({ displayName: 'x' }, undefined);
  applications.put({ ...foreign, passwordCredentials: [secret] });
  const answer = await world.send('POST', `/applications/${foreign.id}/removePassword`, { keyId: secret.keyId });
  expect(answer.status).toBe(403);
});
