import { formatDiagnostic, loadConfiguration } from '../../../customizations/configuration';
import { edited } from './sample';

const load = (keys: string): readonly string[] =>
  loadConfiguration(
    edited({ 'organization.yaml': ['deliver: cfct', `guardrails: { ${keys} }\ndeliver: cfct`] }),
  ).diagnostics.map((one) => formatDiagnostic(one).replace(/^config\/organization\.yaml:(\S+ {2}\S+).*/, '$1'));
const roles = (...arns: readonly string[]): string =>
  `serviceControlPolicy: { organizationalUnits: [/Sandbox], deploymentRoles: ['${arns.join("', '")}'] }`;

describe('guardrails in the configuration', () => {
  it.each<readonly [what: string, keys: string, expected: readonly string[]]>([
    ['all of them', `${roles('arn:aws:iam::*:role/platform-*')}, alsoAllow: [a.example.com]`, []],
    ['none', '', ['16:13  wrong-value']],
    ['an unknown key', 'scp: {}', ['16:15  unknown-key']],
    ['a policy without units', 'resourceControlPolicy: {}', ['16:38  missing-key']],
    [
      'an unknown unit of the one',
      'serviceControlPolicy: { organizationalUnits: [/Sandbx] }',
      ['16:61  unknown-organizational-unit'],
    ],
    [
      'an unknown unit of the other',
      'resourceControlPolicy: { organizationalUnits: [{ path: /Sandbx, direct: false }] }',
      ['16:70  unknown-organizational-unit'],
    ],
    ['an issuer with its scheme', "alsoAllow: ['https://a.example.com']", ['16:27  wrong-value']],
    ['a pattern that lets everybody in', "alsoAllow: [a.example.com, '*']", ['16:42  wrong-value']],
    ['a pattern of a top-level domain', "alsoAllow: ['*.com/x']", ['16:27  wrong-value']],
    ['a pattern whose host is open at its end', "alsoAllow: ['oidc.eks.*']", ['16:27  wrong-value']],
    ['a role that is none', roles('arn:aws:iam::*:user/me'), ['16:90  wrong-value']],
    ['every role', roles('arn:aws:iam::*:role/*'), ['16:90  wrong-value']],
    ['every role in a path', roles('arn:aws:iam::*:role/a', 'arn:aws:iam::*:role/*/*'), ['16:115  wrong-value']],
    ['a role of another partition', roles('arn:aws-cn:iam::*:role/a'), ['16:90  conflicting-values']],
  ])('%s', (_what, keys, expected) => {
    expect(load(keys)).toEqual(expected);
  });
});
