import { compilePolicy } from '../../../customizations/configuration';
import { guardrailScope } from '../../../customizations/guardrails';
import { rcp, sampleWith, scp } from './support';
import { sampleConfiguration } from '../sample';

const scopeWith = (keys: string) => {
  const configuration = sampleWith(keys);
  return guardrailScope(configuration, compilePolicy(configuration));
};
const sandbox = [{ path: '/Sandbox', direct: false }];
const everywhere = [{ path: '/', direct: false }];

it('has none where nothing is said of guardrails', () => {
  const configuration = sampleConfiguration();
  expect(guardrailScope(configuration, compilePolicy(configuration))).toBeUndefined();
});

it.each<[string, string, object]>([
  ['the units of each', `${scp}, ${rcp}`, { serviceControlPolicy: sandbox, resourceControlPolicy: sandbox }],
  ['everything, while only issuers are named', 'alsoAllow: [example.com]', { serviceControlPolicy: everywhere, resourceControlPolicy: everywhere }],
])('has %s', (_what, keys, expected) => {
  expect(scopeWith(keys)).toMatchObject(expected);
});

it('has only the one that is switched on', () => {
  expect(Object.keys(scopeWith(scp) ?? {})).toEqual(['allowed', 'serviceControlPolicy']);
});

it('lets in the identity providers, and what is allowed beside them', () => {
  expect(scopeWith(`${scp}, alsoAllow: [example.com]`)?.allowed).toEqual({
    managed: ['sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/'],
    patterns: ['example.com'],
  });
});
