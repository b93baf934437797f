import { decodeJwt } from 'jose';
import { githubIssuer } from '../../../simulation/entra';
import { World } from './world';

const world = new World();

it.each<[string, object]>([
  [
    'repo:acme/payments:environment:prod',
    { repository: 'acme/payments', repository_owner: 'acme', environment: 'prod', event_name: 'push' },
  ],
  [
    'repo:acme/payments:ref:refs/heads/main',
    { repository: 'acme/payments', ref: 'refs/heads/main', ref_type: 'branch' },
  ],
  ['repo:acme/payments:ref:refs/tags/v1', { ref: 'refs/tags/v1', ref_type: 'tag' }],
  ['repo:acme/payments:pull_request', { repository: 'acme/payments', event_name: 'pull_request' }],
  [
    'repo:acme@12/payments@345:environment:prod',
    { repository: 'acme/payments', repository_id: '345', repository_owner_id: '12', environment: 'prod' },
  ],
  ['repo:acme/payments', { repository: 'acme/payments' }],
  ['something else', {}],
])('a job of %s says so in its claims', async (subject, expected) => {
  const claims = decodeJwt(await world.github.jobToken({ subject }));
  expect(claims).toMatchObject({ ...expected, iss: githubIssuer, sub: subject, aud: 'api://AzureADTokenExchange' });
  if (Object.keys(expected).length === 0) expect(claims).not.toHaveProperty('repository');
});
