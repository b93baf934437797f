import fc from 'fast-check';
import { applyFilter, parseFilter } from '../../../../simulation/entra/graph/filter';
import { parseTarget } from '../../../../simulation/entra/graph/path';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const anyText = fc.string({
  unit: fc.constantFrom("'", '"', '%', '+', '/', '?', '&', '=', '(', ')', ' ', '\n', 'a', 'ü', '💡'),
});

it('reads back every key that was written properly', () => {
  fc.assert(
    fc.property(anyText, anyText, (key, option) => {
      const path = `/applications(uniqueName=${encodeURIComponent(quoted(key))})/owners?$filter=${encodeURIComponent(option)}`;
      expect(parseTarget(path)).toEqual({
        parts: [{ word: 'applications' }, { key: { by: 'uniqueName', value: key } }, { word: 'owners' }],
        query: new Map([['$filter', option]]),
      });
    }),
  );
});

it('lets no value break out of a filter', () => {
  fc.assert(
    fc.property(anyText, anyText, (name, tag) => {
      expect(parseFilter(`displayName eq ${quoted(name)} and tags/any(t:t eq ${quoted(tag)})`)).toEqual([
        { property: 'displayName', any: false, value: name },
        { property: 'tags', any: true, value: tag },
      ]);
    }),
  );
});

it('decodes a plus sign in a query as a blank, as servers do', () => {
  expect(parseTarget("/applications?$filter=displayName+eq+'a%2Bb'").query.get('$filter')).toBe("displayName eq 'a+b'");
});

it('compares without regard to case, and never in part', () => {
  const filterable = { name: (item: string) => item };
  const found = applyFilter(['Aws-1', 'aws-1', 'aws-1-b', ''], parseFilter("name eq 'AWS-1'"), filterable, 'thing');
  expect(found).toEqual(['Aws-1', 'aws-1']);
});
