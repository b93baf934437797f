import { retryClasses } from '../../federation/retries';
import { contractOf, stepCatalogue, isStepName, type StepContract } from '../../federation/step-catalogue';
import { describeKind } from './catalogue';

/** The step catalogue as a Markdown table, in the catalogue's own order. docs/workflows.md holds it to the letter. */
export const renderStepCatalogue = (): string =>
  renderTable(
    ['Step', 'What it does', 'About', 'Runs in', 'Under a pause', 'Inputs', 'Outputs', 'Failures of its own'],
    Object.keys(stepCatalogue)
      .filter(isStepName)
      .map((name) => {
        const { summary, subject, runsIn, underPause, inputs, outputs, failures } = contractOf(name);
        return [
          code(name),
          summary,
          subject,
          runsIn,
          underPause,
          renderValues(inputs),
          renderValues(outputs),
          failures.map(code).join(', '),
        ];
      }),
  );

/** The retry classes as a Markdown table. docs/workflows.md holds it to the letter. */
export const renderRetryClasses = (): string =>
  renderTable(
    ['Class', 'Retries', 'First pause', 'Grows by', 'Longest pause', 'Retries at most'],
    Object.entries(retryClasses).map(([name, { failures, interval, backoffRate, maxDelay, attempts }]) => [
      code(name),
      failures.map(code).join(', '),
      `${interval} s`,
      `× ${backoffRate}`,
      `${maxDelay} s`,
      String(attempts),
    ]),
  );

const code = (text: string): string => `\`${text}\``;

const renderValues = (values: StepContract['inputs']): string =>
  Object.entries(values)
    .map(([name, kind]) => `${code(name)} (${describeKind(kind)})`)
    .join(', ');

/** A Markdown table with its columns padded, as Prettier leaves it. */
const renderTable = (head: readonly string[], body: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...body.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
};
