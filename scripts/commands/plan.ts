import { writeFile } from 'node:fs/promises';
import type { Diagnostic } from '../../customizations/configuration';
import { exitCodes, type ExitCode } from '../exit-codes';
import { writing } from '../file-errors';
import { planMarkdown } from '../plan/markdown';
import { digestOf, planFileOf } from '../plan/plan-file';
import { planInventory } from '../plan/plan-inventory';
import type { PlannedConfiguration } from '../plan/plan-part';
import { saysSomething, type PlanReport } from '../plan/report';
import { readRevision } from '../plan/revision';
import { tellPlan } from '../plan/tell-plan';
import { checkProject, readProject, type CheckedProject } from '../project';
import { reportDiagnostics } from '../report-diagnostics';
import { tellTold, type ToldFailure } from '../tell-failure';
import type { Terminal } from '../terminal';

export interface PlanOptions {
  readonly config: string;
  /** The file of the inventory; `-` is standard input. */
  readonly inventory: string;
  readonly output: 'text' | 'json' | 'markdown';
  /** The file that the plan is written to. */
  readonly out?: string;
  /** A revision of git: only what the edit since then changes is told. */
  readonly against?: string;
  /** Whether to end with 2 where there is something to do or to see. */
  readonly detailedExitcode: boolean;
}

/** What stopped the command: a failure, or what is wrong with the configuration or the inventory. */
interface Stopped {
  readonly error: ToldFailure;
  readonly diagnostics: readonly Diagnostic[];
  /** As `FILE:LINE`. */
  readonly lines: readonly string[];
}

/** Compares what is with what the configuration wants. Calls no cloud, and changes nothing. */
export const plan = async (options: PlanOptions, now: () => Date, terminal: Terminal): Promise<ExitCode> => {
  const moment = now();
  const planned = await planOf(options, moment, terminal);
  if ('error' in planned) {
    const { error, diagnostics, lines } = planned;
    if (options.output === 'json') terminal.out(JSON.stringify({ error, diagnostics, lines }, null, 2));
    reportDiagnostics(diagnostics, terminal);
    for (const line of lines) terminal.err(line);
    tellTold(error, terminal);
    return exitCodes.error;
  }
  const { out, inventory, output } = options;
  if (out !== undefined) {
    const file = planFileOf(planned, await digestOf(inventory));
    await writing(out, () => writeFile(out, `${JSON.stringify(file, null, 2)}\n`));
    terminal.err(`The plan is in ${out}; its hash is ${file.hash}.`);
  }
  if (output === 'json') terminal.out(JSON.stringify(planned, null, 2));
  else if (output === 'markdown') terminal.out(planMarkdown(planned, moment));
  else tellPlan(planned, moment, terminal);
  return options.detailedExitcode && saysSomething(planned.summary) ? exitCodes.findings : exitCodes.done;
};

const planOf = async (options: PlanOptions, now: Date, terminal: Terminal): Promise<PlanReport | Stopped> => {
  const { config, inventory, against: ref, out } = options;
  if (out !== undefined && (ref !== undefined || inventory === '-'))
    return stopped(
      'invalid-argument',
      '`--out` needs a plan of the whole from a file: without `--against`, and not from standard input.',
    );
  const { project, diagnostics } = await readProject(config);
  if (project === undefined)
    return { ...stopped('invalid-configuration', `The configuration in \`${config}\` is not valid.`), diagnostics };
  const other = ref === undefined ? undefined : await projectAt(config, ref);
  if (other !== undefined && 'error' in other) return other;
  if (terminal.watched) terminal.progress('planning …');
  const planned = await planInventory({
    file: inventory,
    wanted: plannedFor(project),
    ...(other !== undefined && { against: plannedFor(other) }),
    now: now.toISOString(),
  }).finally(() => {
    terminal.progress('');
  });
  if ('unreadable' in planned)
    return stopped(
      'invalid-argument',
      `\`${inventory}\` cannot be read (${planned.unreadable}). Name an inventory, or \`-\` for standard input.`,
    );
  if ('bad' in planned) {
    const lines = planned.bad.map(({ line, problem }) => `${inventory}:${line}  invalid-inventory  ${problem}`);
    return {
      ...stopped('invalid-inventory', `The inventory \`${inventory}\` is not valid, and nothing was planned.`),
      lines,
    };
  }
  return {
    ...planned,
    policyHash: project.policyHash,
    ...(ref !== undefined && other !== undefined && { against: { ref, policyHash: other.policyHash } }),
  };
};

/** What can be handed to another thread. */
const plannedFor = ({ policy, exemptions, guardrails }: CheckedProject): PlannedConfiguration => ({
  policy,
  exemptions,
  ...(guardrails !== undefined && { guardrails }),
});

const projectAt = async (config: string, ref: string): Promise<CheckedProject | Stopped> => {
  const contents = await readRevision(config, ref);
  if ('code' in contents) return stopped(contents.code, contents.message);
  const { project, diagnostics } = checkProject(contents);
  return (
    project ?? {
      ...stopped(
        'invalid-configuration',
        `The configuration at \`${ref}\` is not valid, so that nothing can be compared with it.`,
      ),
      diagnostics,
    }
  );
};

const stopped = (code: string, message: string): Stopped => ({ error: { code, message }, diagnostics: [], lines: [] });
