import { applySearch } from '../../../../simulation/entra/graph/search';
import { World, codeOf, valuesOf } from '../world';

const eventual = { ConsistencyLevel: 'eventual' };
const find = (names: readonly string[], wanted: string) =>
  applySearch(names, `"name:${wanted}"`, { name: (name) => name }, true);

it.each([
  ['hello world', ['hello world', 'world, hello', 'helloWorld', 'hello-world', 'say Hello to the WORLD']],
  ['helloworld', ['hello-world', 'HELLOworld']],
  ['hello 123', ['hello123']],
  ['a-b', ['b-a', 'a-b-c']],
])('takes %p for its words, and finds them in %p', (wanted, names) => {
  expect(find(names, wanted)).toEqual(names);
});

it.each([
  ['hel', ['hello']],
  ['hello there', ['hello world']],
  ['helloWORld', ['helloworld']],
])('compares whole words, so that %p is not in %p', (wanted, names) => {
  expect(find(names, wanted)).toEqual([]);
});

it('reads a quote in a clause where it is escaped', () => {
  expect(find(['5" pipe', '5 pipe'], '5\\"')).toEqual(['5" pipe']);
});

describe('a search for the name of an application', () => {
  const world = new World();
  const search = (what: string, headers?: Record<string, string>, more = '') =>
    world.send(
      'GET',
      `/applications?$search=${encodeURIComponent(what)}&$select=displayName${more}`,
      undefined,
      headers,
    );

  beforeAll(async () => {
    for (const name of ['aws-1-role-a', 'aws-1-role-a-b', 'aws-1-a-role', 'aws-2-role-a']) {
      await world.upsert(name, { displayName: name });
    }
  });

  it('finds others too: it is no lookup', async () => {
    const names = valuesOf(await search('"displayName:aws-1-role-a"', eventual)).map((item) => item['displayName']);
    expect(names).toEqual(['aws-1-role-a', 'aws-1-role-a-b', 'aws-1-a-role']);
  });

  it('goes with a filter', async () => {
    const filter = "&$filter=displayName eq 'aws-1-role-a'";
    expect(valuesOf(await search('"displayName:role"', eventual, filter))).toEqual([{ displayName: 'aws-1-role-a' }]);
  });

  it('needs a header', async () => {
    const answer = await search('"displayName:aws-1-role-a"');
    expect([answer.status, codeOf(answer)]).toEqual([400, 'Request_UnsupportedQuery']);
  });

  it.each(['displayName:x', '"x"', '"colour:x"', '"constructor:x"', '"displayName:x" OR "displayName:y"', '""'])(
    'is refused where it is %p',
    async (what) => {
      const answer = await search(what, eventual);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BadRequest']);
    },
  );
});
