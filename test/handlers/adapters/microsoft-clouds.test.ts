import { endpointsIn } from '../../../handlers/adapters/microsoft-clouds';

it.each([
  [{}, {}],
  [{ AZURE_AUTHORITY_HOST: '', GRAPH_ENDPOINT: '' }, {}],
  [{ AZURE_AUTHORITY_HOST: 'https://login.local:8443/' }, { authorityHost: 'https://login.local:8443' }],
  [{ GRAPH_ENDPOINT: 'https://127.0.0.1:8443/graph' }, { graph: 'https://127.0.0.1:8443/graph' }],
])('the addresses in the environment %j stand in for the clouds’ own', (environment, endpoints) => {
  expect(endpointsIn(environment)).toEqual(endpoints);
});

it.each(['http://127.0.0.1:8443', 'login.local', 'https://', 'https://a b', 'https://x/?y=1', 'https://x/#y'])(
  'the address %s is refused, with the name of the variable',
  (address) => {
    expect(() => endpointsIn({ GRAPH_ENDPOINT: address })).toThrow(/GRAPH_ENDPOINT/);
    expect(() => endpointsIn({ AZURE_AUTHORITY_HOST: address })).toThrow(/AZURE_AUTHORITY_HOST/);
  },
);
