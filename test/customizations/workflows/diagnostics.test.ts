import { compileWorkflow, compileWorkflows } from '../../../customizations/workflows';
import { stepCatalogue } from '../../../federation/step-catalogue';
import { brokenWorkflows } from './support/broken-workflows';
import { trialCatalogue } from './support/catalogue';
import { readWorkflow, shippedWorkflows, workflowOf } from './support/documents';

/** Takes the marks out of a text, and says where they were. */
const takeMarks = (marked: string): { readonly text: string; readonly places: readonly string[] } => {
  const places = marked.split('\n').flatMap((line, index) => {
    const columns = [...line.matchAll(/▸/g)].map(({ index: at }) => at);
    return columns.map((column, before) => `${index + 1}:${column - before + 1}`);
  });
  return { text: marked.replaceAll('▸', ''), places };
};

describe('what is wrong with a workflow', () => {
  it.each(brokenWorkflows)('finds $name', ({ steps, rest, on, catalogue, found }) => {
    const { text, places } = takeMarks(workflowOf(steps, rest, on));
    const { compiled, diagnostics } = compileWorkflow(
      readWorkflow(text, 'config/workflows/tried.yaml'),
      catalogue === 'real' ? stepCatalogue : trialCatalogue,
    );
    expect(diagnostics.map((d) => `${d.line}:${d.column} ${d.code}`)).toEqual(
      places.map((place, index) => `${place} ${found[index]?.[0] ?? ''}`),
    );
    expect(found).toHaveLength(places.length);
    for (const [index, [, message]] of found.entries()) expect(diagnostics[index]!.message).toMatch(message);
    expect(diagnostics.every(({ file }) => file === 'config/workflows/tried.yaml')).toBe(true);
    expect(compiled).toBeUndefined();
  });

  it('is said of every workflow, and only the sound ones are compiled', () => {
    const broken = readWorkflow(workflowOf(['- { id: a, uses: no.step }']), 'broken.yaml');
    const sound = shippedWorkflows().map(({ file, text }) => readWorkflow(text, file));
    const { compiled, diagnostics } = compileWorkflows([broken, ...sound, broken]);
    expect(compiled.map(({ name }) => `${name}.yaml`)).toEqual(shippedWorkflows().map(({ file }) => file));
    expect(diagnostics.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'broken.yaml unknown-step',
      'broken.yaml unknown-step',
    ]);
  });
});
