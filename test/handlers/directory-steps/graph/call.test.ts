import type { GraphRequest } from '../../../../federation/ports';
import { refusedIn } from '../../../../handlers/directory-steps/graph/call';
import { DirectoryWorld, applicationPlan, type Interceptor } from '../support';

const here = new DirectoryWorld();

it.each([
  [400, 'DirectoryRefused', /Values of identifierUris/],
  [403, 'DirectoryRefused', /Authorization_RequestDenied/],
  [401, 'SignInRefused', /InvalidAuthenticationToken/],
  [429, 'Throttled', /TooManyRequests/],
  [503, 'Unavailable', /no reason/],
])('Graph is quoted where it answers %i', async (status, code, words) => {
  const bodies: Readonly<Record<number, object>> = {
    400: { error: { code: 'HostNameNotOnVerifiedDomain', message: 'Values of identifierUris property are wrong.' } },
    401: { error: { code: 'InvalidAuthenticationToken', message: '' } },
    403: { error: { code: 'Authorization_RequestDenied' } },
    429: { error: { code: 'TooManyRequests', message: 'later' } },
  };
  const answer = here.register(applicationPlan(here.freshName()), {
    intercept: ({ method }) => (method === 'PATCH' ? { status, body: bodies[status] } : undefined),
  });
  await expect(answer).rejects.toMatchObject({ name: code });
  await expect(answer).rejects.toThrow(words);
});

it.each([
  ['a conflict', { code: 'Request_BadRequest', details: [{ code: 'ObjectConflict', target: 'uniqueName' }] }, true],
  ['nothing more', { code: 'Request_BadRequest', message: 'x' }, true],
  ['no details', { code: 'Request_BadRequest', details: null }, true],
  ['something else', { code: 'Request_BadRequest', details: [{ code: 'InvalidLength', target: 'x' }] }, false],
  ['a code of its own', { code: 'HostNameNotOnVerifiedDomain' }, false],
])('Graph may have refused because a value is taken where it tells of %s: %j', (_what, error, mayBeTaken) => {
  expect(refusedIn({ status: 400, body: { error } })).toMatchObject({ mayBeTaken });
});

it.each([
  ['an application', '/applications('],
  ['a service principal', '/servicePrincipals('],
])('Graph is not believed where what it shows is no %s', async (_what, path) => {
  const plan = applicationPlan(here.freshName());
  await here.register(plan);
  const intercept: Interceptor = (request) =>
    request.path.startsWith(path) ? { status: 200, body: { id: 5 } } : undefined;
  await expect(here.register(plan, { intercept })).rejects.toMatchObject({ name: 'DirectoryRefused' });
});

it('Graph is never asked by $search, and never with a name that is not encoded', async () => {
  const asked: GraphRequest[] = [];
  const name = `${here.freshName()}=a+b@c`;
  await here.register(applicationPlan(name), { asked });
  await here.retire(name, 'purge', { asked });
  for (const { path } of asked) {
    expect(path).not.toContain('$search');
    expect(path).not.toMatch(/[ +@]/);
  }
});
