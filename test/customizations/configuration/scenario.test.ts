import { readFileSync } from 'node:fs';
import { loadScenario } from '../../../customizations/configuration';

const load = (text: string) => loadScenario({ path: 'scenarios/x.yaml', bytes: Buffer.from(text) });

it('reads the sample', () => {
  const { scenario, diagnostics } = load(readFileSync('scenarios/first-role.yaml', 'utf8'));
  expect(diagnostics).toEqual([]);
  expect(scenario?.value.steps).toHaveLength(10);
  expect(scenario?.at(['steps', 1])).toEqual({ file: 'scenarios/x.yaml', line: 5, column: 5 });
});

it.each([
  ['nothing', '', '1:1 missing-document'],
  ['two documents', 'scenario: a\nsteps: [settle]\n---\nscenario: b\n', '4:1 duplicate-document'],
  ['no steps', 'scenario: a\n', '1:1 missing-key'],
  ['a mistyped word for a step', 'scenario: a\nsteps: [setle]\n', '2:9 wrong-value'],
  ['an unknown step', 'scenario: a\nsteps: [{ createRoles: {} }]\n', '2:11 unknown-key'],
  [
    'two steps in one',
    'scenario: a\nsteps:\n  - { deleteRole: { account: a, role: b }, expect: { applications: 0 } }\n',
    '3:5 wrong-value',
  ],
  ['a step without a key', 'scenario: a\nsteps:\n  - {}\n', '3:5 wrong-value'],
  ['a wrong count', 'scenario: a\nsteps:\n  - expect: { audiences: { payments-eu: one } }\n', '3:41 wrong-type'],
  ['faults of more than certainty', 'scenario: a\nfaults: { lose: 2 }\nsteps: [settle]\n', '2:17 wrong-value'],
  ['an unknown fault', 'scenario: a\nfaults: { fire: 1 }\nsteps: [settle]\n', '2:11 unknown-key'],
  [
    'an unknown form of an edit',
    'scenario: a\nsteps:\n  - editTrust: { account: a, role: b, form: all }\n',
    '3:45 wrong-value',
  ],
  ['what nobody can do in the middle', 'scenario: a\nsteps:\n  - meanwhile: { settle: {} }\n', '3:18 unknown-key'],
  ['a policy that is none', 'scenario: a\nsteps:\n  - policyChange: { policy: p, caller: me }\n', '3:40 wrong-value'],
  ['broken YAML', 'scenario: [\n', '2:1 yaml-syntax'],
  ['what is not text', 'scenario: \0', '1:11 not-text'],
])('reports %s', (_, text, expected) => {
  const { scenario, diagnostics } = load(text);
  expect(scenario).toBeUndefined();
  expect(diagnostics.map((d) => `${d.line}:${d.column} ${d.code}`)).toEqual([expected]);
});
