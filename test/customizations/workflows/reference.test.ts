import { readFileSync } from 'node:fs';
import { renderRetryClasses, renderStepCatalogue } from '../../../customizations/workflows';
import { retryClasses } from '../../../federation/retries';
import { stepCatalogue } from '../../../federation/step-catalogue';
import { compiledFrom } from './support/compiled';

const documentation = readFileSync('docs/workflows.md', 'utf8');

describe('docs/workflows.md', () => {
  it.each([
    ['step catalogue', renderStepCatalogue()],
    ['retry classes', renderRetryClasses()],
  ])('holds the %s to the letter', (_, table) => {
    expect(documentation).toContain(`\n${table}\n`);
  });

  it('names every step and every retry class', () => {
    for (const name of [...Object.keys(stepCatalogue), ...Object.keys(retryClasses)]) {
      expect(documentation).toContain(`| \`${name}\``);
    }
  });

  it('shows workflows that compile', () => {
    const shown = [...documentation.matchAll(/```yaml\n(apiVersion[^]*?)```/g)].map(([, text = '']) => text);
    expect(shown.length).toBeGreaterThan(0);
    for (const text of shown) expect(compiledFrom(text).name).not.toBe('');
  });
});
