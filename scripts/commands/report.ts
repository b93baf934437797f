import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../../customizations/configuration';
import { totalOf } from '../../federation/report';
import type { ReportSummary } from '../../schemas/generated/reports/report.types';
import { builtFolder } from '../built-folder';
import { exitCodes, type ExitCode } from '../exit-codes';
import { fileErrorCode, writing } from '../file-errors';
import { readProject, type CheckedProject } from '../project';
import { asffOf, collectReport, csvOf, jsonOf, pageOf, readEarlierReport, type CollectedReport } from '../report';
import { plural, reportDiagnostics } from '../report-diagnostics';
import { tellTold, type ToldFailure } from '../tell-failure';
import type { Terminal } from '../terminal';

export interface ReportOptions {
  readonly config: string;
  /** The file of the inventory; `-` is standard input. */
  readonly inventory: string;
  readonly output: 'html' | 'json' | 'csv' | 'asff';
  /** The file that the report is written to; standard output where there is none. */
  readonly out?: string;
  /** An earlier report, to be compared with. */
  readonly since?: string;
  /** Whether to end with 2 where there is a finding that no exemption accepts. */
  readonly detailedExitcode: boolean;
}

/** Reports on the organization that an inventory shows. Calls no cloud. */
export const report = async (options: ReportOptions, now: () => Date, terminal: Terminal): Promise<ExitCode> => {
  const collected = await collect(options, now(), terminal);
  if ('error' in collected) {
    reportDiagnostics(collected.diagnostics ?? [], terminal);
    for (const line of collected.lines ?? []) terminal.err(line);
    tellTold(collected.error, terminal);
    return exitCodes.error;
  }
  const { out } = options;
  const pieces = await render(options.output, collected);
  if (out === undefined) terminal.out([...pieces].join('').trimEnd());
  else {
    await writing(out, () => writeFile(out, pieces));
    terminal.err(`The report is in ${out}. ${summaryLine(collected.header.summary)}`);
  }
  return options.detailedExitcode && totalOf(collected.header.summary.findings) > 0
    ? exitCodes.findings
    : exitCodes.done;
};

/** What stopped the command. */
interface Stopped {
  readonly error: ToldFailure;
  readonly diagnostics?: readonly Diagnostic[];
  /** As `FILE:LINE`. */
  readonly lines?: readonly string[];
}

const collect = async (
  { config, inventory, since, output }: ReportOptions,
  now: Date,
  terminal: Terminal,
): Promise<CollectedReport | Stopped> => {
  if (since !== undefined && (output === 'csv' || output === 'asff'))
    return stopped(
      'invalid-argument',
      `\`--since\` says what has changed, which \`-o ${output}\` has no place for. Use html or json.`,
    );
  const { project, diagnostics } = await readProject(config);
  if (project === undefined)
    return stopped('invalid-configuration', `The configuration in \`${config}\` is not valid.`, { diagnostics });
  const earlier = since === undefined ? undefined : await readEarlierReport(since, organizationOf(project));
  if (earlier !== undefined && 'code' in earlier) return { error: earlier };
  if (terminal.watched) terminal.progress('reading the inventory …');
  const collected = await collectReport({
    inventory,
    project,
    ...(earlier !== undefined && { since: earlier }),
    now,
  })
    .catch((error: unknown) => unreadable(error, inventory))
    .finally(() => {
      terminal.progress('');
    });
  if (!('bad' in collected)) return collected;
  const lines = collected.bad.map(({ line, problem }) => `${inventory}:${line}  invalid-inventory  ${problem}`);
  return stopped('invalid-inventory', `The inventory \`${inventory}\` is not valid, and nothing was reported.`, {
    lines,
  });
};

const organizationOf = ({ policy }: CheckedProject): string => policy.organization.id;

const render = async (format: ReportOptions['output'], collected: CollectedReport): Promise<Iterable<string>> => {
  switch (format) {
    case 'html': {
      const folder = await builtFolder('report-page');
      const [script, style] = await Promise.all(
        ['page.js', 'page.css'].map((name) => readFile(path.join(folder, name), 'utf8')),
      );
      return pageOf(collected, { script: script ?? '', style: style ?? '' });
    }
    case 'json':
      return jsonOf(collected);
    case 'csv':
      return csvOf(collected);
    case 'asff':
      return asffOf(collected);
  }
};

const summaryLine = (summary: ReportSummary): string => {
  const { coverage, notObserved } = summary;
  const missing = notObserved === 0 ? '' : ` ${plural(notObserved, 'account')} in scope not observed.`;
  return `${plural(totalOf(summary.findings), 'open finding')}, ${coverage.covered} of ${plural(coverage.federated, 'federated role')} covered.${missing}`;
};

const unreadable = (error: unknown, inventory: string): Stopped => {
  const code = fileErrorCode(error);
  if (code === undefined) throw error;
  return stopped(
    'invalid-argument',
    `\`${inventory}\` cannot be read (${code}). Name an inventory, or \`-\` for standard input.`,
  );
};

const stopped = (code: string, message: string, more: Omit<Stopped, 'error'> = {}): Stopped => ({
  error: { code, message },
  ...more,
});
