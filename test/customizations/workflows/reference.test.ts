import { readFileSync } from 'node:fs';
import { renderRetryClasses, renderStepCatalogue } from '../../../customizations/workflows';
import { retryClasses } from '../../../federation/retries';
import { stepCatalogue } from '../../../federation/step-catalogue';
import workflowSchema from '../../../schemas/documents/workflow.schema.json';
import { compiledFrom } from './support/compiled';
import { shippedWorkflows } from './support/documents';

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

  it('names every trigger, with the workflow that comes along', () => {
    const shipped = shippedWorkflows().map(({ text }) => compiledFrom(text));
    const rows = shipped.flatMap(({ name, on }) => on.map((trigger) => ({ name, trigger })));
    expect(rows.map(({ trigger }) => trigger).toSorted()).toEqual(workflowSchema.properties.on.items.enum.toSorted());
    for (const { name, trigger } of rows) {
      expect(documentation).toMatch(new RegExp(`^\\| \`${trigger}\` +\\|.*\\| \`${name}\` +\\|$`, 'm'));
    }
  });

  it('shows workflows that compile', () => {
    const shown = [...documentation.matchAll(/```yaml\n(apiVersion[^]*?)```/g)].map(([, text = '']) => text);
    expect(shown.length).toBeGreaterThan(0);
    for (const text of shown) expect(compiledFrom(text).name).not.toBe('');
  });
});
