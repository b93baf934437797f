import { allowedIssuers } from '../../../customizations/guardrails';
import { synthesize } from '../../../customizations/synthesize';
import { inputOf, sampleInput } from '../sample';
import { guardrailsWith, rcp, sampleWith, scp } from './support';

const issuers = (count: number): string =>
  `alsoAllow: [${Array.from({ length: count }, (_, i) => `issuer-number-${i}.idp.example.com/${'x'.repeat(20)}`).join(', ')}]`;

describe('guardrails', () => {
  test('are off unless they are switched on', () => {
    const { files } = synthesize(sampleInput());
    expect(files.filter(({ path }) => path.startsWith('guardrails/'))).toEqual([]);
    expect(files.find(({ path }) => path === 'manifest.yaml')!.text).not.toMatch(/scp|rcp/);
  });

  it.each([
    ['neither by issuers alone, which say what could be switched on', 'alsoAllow: [a.example.com]', []],
    ['the service control policy', scp, ['guardrails/oidc-factory-scp.json']],
    ['the resource control policy', rcp, ['guardrails/oidc-factory-rcp.json']],
    ['both', `${scp}, ${rcp}`, ['guardrails/oidc-factory-scp.json', 'guardrails/oidc-factory-rcp.json']],
  ])('are switched on one by one: %s', (_what, keys, expected) => {
    const { files, diagnostics } = guardrailsWith(keys);
    expect(files.map(({ path }) => path)).toEqual(expected);
    expect(diagnostics).toEqual([]);
    for (const { text } of files) expect(text.length).toBeLessThan(5120);
  });

  test('change nothing else of the package but the manifest', () => {
    const plain = synthesize(sampleInput()).files;
    const { files, diagnostics } = synthesize(inputOf(sampleWith(`${scp}, ${rcp}`)));
    expect(diagnostics).toEqual([]);
    const changed = files.filter((file) => !plain.some(({ path, text }) => path === file.path && text === file.text));
    expect(changed.map(({ path }) => path)).toEqual([
      'guardrails/oidc-factory-rcp.json',
      'guardrails/oidc-factory-scp.json',
      'manifest.yaml',
    ]);
  });

  it.each<readonly [what: string, keys: string, lines: 'many' | 'one', codes: readonly string[]]>([
    ['a small policy', `${rcp}, ${issuers(1)}`, 'many', []],
    ['a policy that is too large with white space', `${rcp}, ${issuers(30)}`, 'one', []],
    ['a policy that is too large', `${rcp}, ${issuers(50)}`, 'one', ['guardrail-too-large']],
    ['a service control policy that is too large', `${scp}, ${issuers(50)}`, 'one', ['guardrail-too-large']],
  ])('%s', (_what, keys, lines, codes) => {
    const { files, diagnostics } = guardrailsWith(keys);
    const { text } = files[0]!;
    expect(text.trimEnd().includes('\n')).toBe(lines === 'many');
    expect(text.length >= 5120).toBe(codes.length > 0);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test('say where one is too large, and stop synthesis', () => {
    const { diagnostics } = synthesize(inputOf(sampleWith(`${rcp}, ${issuers(50)}`)));
    expect(diagnostics).toMatchObject([
      { code: 'guardrail-too-large', severity: 'error', file: 'config/organization.yaml', line: 16, column: 15 },
    ]);
  });

  test('let in the identity providers, and what is allowed besides', () => {
    const configuration = sampleWith('alsoAllow: [b.example.com, a.example.com]');
    expect(allowedIssuers(configuration, inputOf(configuration).policy)).toEqual({
      managed: ['sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/'],
      patterns: ['a.example.com', 'b.example.com'],
    });
  });
});
